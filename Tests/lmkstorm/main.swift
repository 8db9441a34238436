print("lmkstorm")
