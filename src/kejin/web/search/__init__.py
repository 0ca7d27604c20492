"""Search on `/` and Ctrl-K: pages, files and organisations by name, credit code or the first letters of their pinyin.

find_organisations("gzkj")          organisations whose name is written, coded or pronounced so, for a list of them
first_organisations("gzkj", 20)     the numbers of some of them, quick at any size
add_provider(files_of_institution)     (visitor, query) → hits; once, when an application begins
"""
