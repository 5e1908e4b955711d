"""A small labelled set for tests of the classifier: three wishes in many words."""

SPOKEN = {
    "weather": (
        "will it rain tomorrow",
        "how warm is it outside",
        "do I need an umbrella today",
        "is there snow on the hills",
        "what is the forecast for sunday",
        "any chance of a storm tonight",
        "how windy will it get",
        "is it going to be sunny",
        "temperature in oslo please",
        "will the fog lift by noon",
    ),
    "music": (
        "play something slow",
        "put on the new jazz album",
        "skip this song",
        "turn up the volume of the track",
        "who sings this tune",
        "play my running playlist",
        "repeat the last song",
        "I want to hear some opera",
        "shuffle the album",
        "stop the music",
    ),
    "food": (
        "order a pizza with olives",
        "what can I cook with leeks",
        "find a recipe for soup",
        "book a table for four at an italian place",
        "how long do I boil an egg",
        "is there a bakery open near me",
        "add bread to the shopping list",
        "which wine goes with fish",
        "I am hungry, get me noodles",
        "how many calories has a banana",
    ),
}
TEXTS = [text for texts in SPOKEN.values() for text in texts]
LABELS = [label for label, texts in SPOKEN.items() for _ in texts]
UNSEEN = {
    "weather": ("is it raining in bergen", "how cold does it get tonight"),
    "music": ("play the next song", "what is this tune called"),
    "food": ("order noodles for two", "recipe for onion soup please"),
}
