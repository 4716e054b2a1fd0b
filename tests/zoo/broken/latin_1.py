# Lösung
def double(x): return 'é'
