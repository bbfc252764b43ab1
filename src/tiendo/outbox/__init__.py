"""What leaves the system: named events written in the transaction of an action."""
