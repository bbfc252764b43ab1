"""`tiendo audit verify`: finds any change, gap or reorder in the trail."""
