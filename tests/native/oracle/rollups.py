"""What a finished segment adds up to: trace index, RED per minute, attribute suggestions, gaps."""
