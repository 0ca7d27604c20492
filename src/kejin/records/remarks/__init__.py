"""What the parties of a file say to each other about a part of it, and how they liked the service. 意见与评价。"""
