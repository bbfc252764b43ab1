"""What other systems ask and send: JSON over HTTPS, by a body's own key."""
