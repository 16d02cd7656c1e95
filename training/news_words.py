"""The people, places, bodies and matters of invented news."""

FIRST = (
    "Amara Bruno Celia Dmitri Elena Farid Gwen Hassan Imogen Jorge Keiko Laszlo Mirela Nadia Omar"
    " Priya Quentin Rosa Stellan Tamsin Ulrich Vera Wendell Xenia Yusuf Zofia Anders Beatriz"
    " Cormac Delphine"
).split()
LAST = (
    "Abernathy Bellweather Castellano Drummond Eriksen Fairbanks Grzybowski Haverford Iwu"
    " Jankowski Kettering Lamprecht Montoya Nakagawa Okafor Pemberton Quist Rathbone Santangelo"
    " Thorvald Umarov Vandermeer Whitlock Yilmaz Zamora Birchall Corrigan Deveraux"
).split()
PLACES = (
    "Ashgrove|Port Caldera|Lindenfeld|Maple Ridge|Novy Brod|Saltmarsh|Tresco Bay|Vinterholm"
    "|Kingsferry|Redwater|Costa Verde|East Hollow"
).split("|")
BODIES = (
    "the city council|the school board|the county commission|the transit authority"
    "|the state senate|the port authority|the regional court|the university senate"
).split("|")
FIRMS = (
    "Halcyon Foods|Tern Airways|Brightwell Energy|Orrin & Vale|Castor Mining|Lumen Pharma"
    "|Meridian Rail|Pinnacle Textiles|Skarsund Shipping|Juniper Software"
).split("|")
ROLES = (
    "the fire chief|a union leader|the chief executive|a biologist|the opposition leader"
    "|a spokeswoman for the ministry|the school's principal|a retired judge|the head coach"
    "|a professor of economics|the finance minister|a nurse|the curator|the police commissioner"
).split("|")
PLANS = (
    ("a new tram line", "the tram line", "build", "building"),
    ("a ban on cars in the old town", "the ban on cars", "impose", "imposing"),
    ("a tax on empty homes", "the tax on empty homes", "introduce", "introducing"),
    ("a second runway", "the second runway", "build", "building"),
    ("a wind farm off the coast", "the wind farm", "approve", "approving"),
    ("a four-day school week", "the four-day week", "adopt", "adopting"),
    ("the sale of the old theatre", "the sale of the theatre", "approve", "approving"),
    ("a curfew for teenagers", "the curfew", "impose", "imposing"),
    ("cuts to the bus service", "the cuts to the bus service", "make", "making"),
    ("a desalination plant", "the desalination plant", "build", "building"),
)
OPINIONS = (
    ("it would ruin the neighbourhood", "It will ruin this neighbourhood"),
    ("it came ten years too late", "It comes ten years too late"),
    ("the figures did not add up", "The figures do not add up"),
    ("it was the best news in years", "This is the best news in years"),
    ("nobody had read the report", "Nobody has read the report"),
    ("people were tired of waiting", "People are tired of waiting"),
    ("children would pay for it", "Our children will pay for it"),
    ("the money could be better spent", "The money could be better spent"),
    ("it was a matter of fairness", "It is a matter of fairness"),
    ("the town had been forgotten", "They have forgotten this town"),
    ("the risks had been hidden", "They hid the risks from us"),
    ("the other towns would follow", "Other towns will follow, you will see"),
)
RUMOURS = (
    "the talks had broken down",
    "an offer had been made in secret",
    "the report would be withdrawn",
    "two managers had been dismissed",
    "a settlement was close",
    "the deadline would be moved",
)
MONTHS = "January February March April May June July September October November".split()
DAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()
