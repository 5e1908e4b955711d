"""Words to colleagues about what is due: reminders, nudges, promises."""
