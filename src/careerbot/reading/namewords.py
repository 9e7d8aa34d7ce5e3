"""Nothing -> the small word lists that tell a name in a sentence from the same word used otherwise."""

from __future__ import annotations

# Words that end many job titles and name no job by themselves.
GENERIC = frozenset("""
    benefit benefits occupation job career
    administrator advisor agent aide analyst apprentice assistant associate attendant boss clerk consultant contractor
    coordinator crew deputy director employee employer engineer executive expert fitter foreman hand handler head helper
    inspector installer instructor intern lead leader machine maker manager member officer operator other owner people person planner
    president principal producer professional repairer representative scientist senior specialist staff student
    superintendent supervisor tech technician technologist tester trainee trainer worker writer
""".split())  # noqa: SIM905

# What people call somebody who does a job, after the thing it is done with: "hvac guy".
PERSON = frozenset("dude folk gal guy lady man person woman".split())  # noqa: SIM905

# Names of jobs that mean something else in most sentences.
EVERYDAY_JOBS = frozenset("""
    author blaster bookie buyer chief clown coach coo cook cop crew director driver editor examiner grader greeter
    groom guard guide handicapper harvester host hostess intelligence judge justice loader lead mapper marker mayor
    minister model page pastor picker player prior producer prompter proctor proofreader prosecutor rapper reader
    reporter researcher reverend roller runner sales security seller senator server setter shaper shill sorter
    tenor tumbler usher valet weapon
""".split())  # noqa: SIM905

# Letters that are short for a job only when somebody speaks of one.
EVERYDAY_LETTERS = frozenset("it or in do pa ma pt ot ta ra am me no hr id ad op ed ba md ms ca co ct va vp ae pe".split())  # noqa: SIM905

# Work named for the people who do it.
TRADES = {
    "accounting": "accountant", "auto repair": "auto mechanic", "barbering": "barber", "bartending": "bartender",
    "bookkeeping": "bookkeeper", "bricklaying": "bricklayer", "carpentry": "carpenter", "chiropractic": "chiropractor",
    "cosmetology": "cosmetologist", "dental hygiene": "dental hygienist", "dentistry": "dentist",
    "dietetics": "dietitian", "firefighting": "firefighter", "graphic design": "graphic designer",
    "hairdressing": "hairdresser", "journalism": "journalist", "machining": "machinist",
    "medical assisting": "medical assistant", "nursing": "nurse", "occupational therapy": "occupational therapist",
    "phlebotomy": "phlebotomist", "physical therapy": "physical therapist", "plumbing": "plumber",
    "roofing": "roofer", "social work": "social worker", "software development": "software developer",
    "software engineering": "software engineer", "teaching": "teacher", "trucking": "truck driver",
    "veterinary medicine": "veterinarian", "web design": "web designer", "web development": "web developer",
    "welding": "welder",
}  # fmt: skip

# Letters that stand for several jobs, likeliest first.
SHARED_LETTERS = {"pm": ("production manager", "project manager", "product manager")}

# What may be managed without its being somebody's trade.
NOT_MANAGED = frozenset("anger business case general office pain risk self stress time weight money data".split())  # noqa: SIM905

# Words before somebody one meets or has, who is no job to ask about: "my nurse", "the counselor".
OWNED = frozenset("the my your his her their our".split())  # noqa: SIM905

# Words that end titles made up by others, not by those who ask.
NO_HEADS = frozenset(("admin", "administration"))

# Words before a job: "a cook", "become a cook", "jobs for cooks".
JOB_BEFORE = frozenset("a an as be become becoming being for of or vs versus and the like than by to_be".split())  # noqa: SIM905
# Words after a job: "cook pay", "cooks make".
JOB_AFTER = frozenset("""
    pay pays salary salaries wage wages job jobs career careers make makes earn earns income hours hour shift shifts
    school degree training apprenticeship license licence certification certificate cert class classes course courses
    duties requirements outlook openings vs versus or need needs get gets work works do does position positions role
""".split())  # noqa: SIM905

# Words before a place.
PLACE_BEFORE = frozenset("in near around at from to outside inside within across of for by toward towards".split())  # noqa: SIM905
CLOSE_BEFORE = frozenset("in near around from outside".split())  # noqa: SIM905

# What follows a town's name that stands for something to eat or a team.
DISHES = frozenset("wings wing chicken sauce cheesesteak pizza bills burger".split())  # noqa: SIM905

# State letters that are everyday words or stand for something else; right only after a town or after "in".
EVERYDAY_CODES = frozenset("in or me hi ok oh la pa ma de id al co mo ms mt md ct va ar mi ne nd sd ia il as gu pr".split())  # noqa: SIM905
# Of these, the ones that even after a town are mostly words: right only where the clause ends.
WORDLIKE_CODES = frozenset("in or me hi ok oh".split())  # noqa: SIM905

# Towns whose names are everyday words.
EVERYDAY_TOWNS = frozenset("""
    advance agency airport alpine assumption axis baker ball banks basin bath bay beach bear bell bells belt bend berry
    billings bishop blades bolt booker branch brewer brick brownfield brush burden burns butler cacao cache carpenter
    carver center central centre chandler china circle clay coats cocoa coker cole college combine comfort commerce
    concrete continental convent converse cook cool cooper coquille corn cotter council countryside crane cricket
    crystal deal delta deposit diamond downtown drain draper dresser dyer early earth echo economy effort energy english
    enterprise equality ester excel experiment export faith farmland fate filer fisher fishers flora flushing foley
    foreman forest forks fossil foster fountain freedom friendly frost gap gas gates gateway globe golf goodwill granite
    grant grants gray green grill groom guy gypsum halls happy harbor harmony harvest harwood hazard heath helper hills
    holiday home homeland hooks hull hunter hurt hydro independence industry jack jackpot joiner junction junior justice
    keys kiln lakes landing lead liberal liberty limestone magazine man many marble marine mark marks marshall mason
    mastic media mentor mercer miles miller mills miner minor mission mobile monument muddy needles newborn nice nitro
    normal opal opportunity orange orchards orient pace page paint parachute parker parks parole pigeon pinch pine plain
    plummer point polo porter post pound powers price proctor progress prospect purchase ranger ray reading rector
    reform reliance reserve reservoir rice ridge rifle roulette rugby rule rush saline salmon sanders sandstone saucier
    sawmill sawmills scenic scissors seaman secretary section sells severance shaw shepherd shields slater slaughter
    smith sparks spring springer springs spur stamps staples star start startup story stow strawberry strong sunrise
    sunset superior supreme surprise talent tanner tea temple thermal toast tombstone tool trail trainer trial trooper
    turner union university valley van vineyard vineyards viola walker wall walls war ward warden ware waterproof wayne
    weaver weed welcome wells white willow winder winner woodland woodlands woodstock worth young
    north west friend august christmas king hope hill republic pacific century pink golden portal gratis alpha virgin
    atlantic bright pearl empire victory arab summit oracle grace luck hurricane eagle wise arcade okay pioneer paradise
    dodge stewart arena grove rainbow mars noble broadway canyon atlas villas sandy omega oasis loving imperial haven
    celebration calcium brilliant brooks warrior unity trinity triangle oriental beaver rapids queens plains peninsula
    manor holly friendship battlefield walnut pavilion niagara mustang marathon cove crest cadillac dover casey colon
    avon venus savage raven myrtle landmark highlands hometown garnet downs clever aspen apollo accord violet tome
    pinnacle parkway paramount onset loyal mayo ivy hatch como blessing beacon vale steele stark sentinel roundup rodeo
    prosperity plantation mystic midway meridian meadow jupiter humble goodman evergreen cypress corona blossom
    centennial tornado sherry smiley skyline shoreline redwood plateau peculiar mango mammoth magnolia halfway hickory
    eclectic clover citrus cactus cobb anthem winters whitewater sunflower rye motley climax coco cashmere bono bison
    buckeye butte comer cottonwood convoy elmo fertile fairway enigma glide grapevine hamlet hooker homer kindred
    kinder kingfisher largo mascot maize mermaid mound opp paragon peck pandora plum ponder poplar prosper ripple
    sandwich scarborough siren snowflake stove sultan tangent thunderbolt tropic upland utopia weir wheeler whitehall
    wildwood windfall winners wink witt defiance confluence clarion cornish bland balm bangs bantam boomer calypso
    carefree colo conley dent ely fife gould hideout hideaway iona iota jewel jewell madras matador melba moody nome
    orchard peridot pima provo rosebud searchlight shiner shoals sledge spearman stagecoach steady sulphur sycamore
    temperance tiffin tranquility tranquillity trumbull vernal watchtower welling wake wichita_ bountiful amity acme
    solid speed gallant flint felicity fortuna excelsior elbow elk elm economy early dime deadwood crossroads crooks
    crump culdesac dasher disco drew earl ecru electric eureka extension fair fancy farmers fireworks flat flatwoods
    fort frank french fruit garden gem gold good granger grass gravity great greens grand hale hardy hanger high highpoint
    hungry ideal imperial inch inkster intercourse jet joy keener key kite lamp last latta law level light lime lone
    long loop lost love lucky lyon major mix model moon moose morgan new noel oak ocean odd okay oil old only opera
    other oxford_ page panama patch peace peach peoria_ petal pilot pink plan plant plaster plum polk pop port potter
    powder prime prince protection quality quick radiant radium rail ransom red rich ringling rio river rock rome rose
    round rover royal ruby safety sandy sage salt sand school scout shade shady shelter silver sky snow soap social
    society south spa speaker sprague stone stout strasburg success sugar summer summerfield sun swan sweet swords
    table target taylor teller tilden time timber tie toone top towner town trade tree triumph true trout tuxedo twin
    two uncertain vice viking village vision volt wasta water wave way west what wheat why wild wing wolf wonder wood
    wright yoder zip zebra wagon walk east
""".split())  # noqa: SIM905

# Of these, the ones that even "in" and "from" do not turn into towns.
NEVER_ALONE = frozenset("home school college business industry order general time work need the this that it".split())  # noqa: SIM905

# Words that are never part of a title that somebody makes up, nor slips for one.
PLAIN_WORDS = (
    JOB_BEFORE
    | JOB_AFTER
    | PLACE_BEFORE
    | frozenset("""
    i you he she it we they me him her us them my your his its our their this that these those who whom whose which
    what when where why how if then so but not no yes ok okay is are was were am been have has had will would can
    could should may might must there here about with without into over under after before again more most much many
    some any all both each few other such only own same too very just now also really like want know think tell
    give show find look take start move stop help talk say said see ask did done doing going gonna wanna gotta good
    best better bad new old young big great first last long high low less least near close still even ever never
    always pay paid money average typical median usual normal people kind sort type lot lots way thing things day
    week month year years time today tomorrow please thanks thank hi hello hey someone anyone everyone something
    anything person somebody real nice right wrong
    """.split())  # noqa: SIM905
)
