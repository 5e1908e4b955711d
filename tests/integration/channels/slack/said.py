"""Who is written to, and a chart that is."""

from channels.reply import Chart, Series

RITA, MAX = "U0RITA", "U0MAX"
CHART = Chart(
    title="Pipeline by stage",
    labels=("New", "Won"),
    series=(Series("EUR", (10.0, 20.0)),),
    alt="New 10, won 20.",
)
