"""What happens to tickets as time goes by: clocks, alarms, silence, and how it went."""
