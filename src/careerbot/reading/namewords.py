"""Nothing -> the small word lists that tell a name in a sentence from the same word used otherwise."""

from __future__ import annotations

# Words that end many job titles and name no job by themselves.
TITLE_ENDS = frozenset(
    """
    administrator advisor agent aide analyst assistant associate attendant clerk consultant contractor coordinator
    deputy director engineer executive fitter foreman handler helper inspector installer instructor leader maker manager
    officer operator planner producer repairer representative scientist specialist superintendent supervisor technician
    technologist tester trainer worker writer
""".split()
)
# Words of titles and talk about work that name no job, even several of them together.
GENERIC = TITLE_ENDS | frozenset(
    """
    apprentice benefit boss career crew employee employer expert hand head intern job lead machine member occupation
    other owner people person president principal professional senior staff student tech trainee
""".split()
)

# Of names made of such words alone, the ones that everybody uses for one job.
NAMED = frozenset(("executive assistant", "administrator assistant", "owner operator"))

# What people call somebody who does a job, after the thing it is done with: "hvac guy".
PERSON = frozenset("dude gal guy lady man".split())

# Names of jobs that mean something else in most sentences.
EVERYDAY_JOBS = frozenset(
    """
    associate associates author
    blaster bookie buyer captain chief cleaner clown coach coo cook crew dancer daycare director driver editor
    examiner grader greeter groom guard guide handicapper harvester host hostess intelligence judge justice lead
    loader mapper marker mayor minister model official orderly page pastor picker player porter prior proctor producer
    prompter proofreader prosecutor rapper reader reporter researcher reverend roller runner sales security seller
    senator server setter shaper shill solar sorter tenor tumbler usher valet vet weapon
""".split()
)

# Words beside which "vet" is a veteran.
VETERANS = frozenset(
    """
    va army navy marine marines military usmc usaf airforce guard gi mos ets deployed deployment served service infantry
    disabled combat iraq afghanistan veteran veterans transition preference benefits hiring base enlisted sergeant
""".split()
)

# Letters that are short for a job only when somebody speaks of one.
EVERYDAY_LETTERS = frozenset(
    """
    ad ae am ba ca co ct do ed hr id ie in it ma md me ms no op or ot pa pe pt ra ta va vp
""".split()
)

# Work named for the people who do it.
TRADES = {
    "accounting": "accountant", "auto repair": "auto mechanic", "barbering": "barber", "bartending": "bartender",
    "bookkeeping": "bookkeeper", "bricklaying": "bricklayer", "carpentry": "carpenter", "chiropractic": "chiropractor",
    "cosmetology": "cosmetologist", "dental hygiene": "dental hygienist", "dentistry": "dentist",
    "dietetics": "dietitian", "firefighting": "firefighter", "graphic design": "graphic designer",
    "hairdressing": "hairdresser", "journalism": "journalist",
    "logistics": "logistician", "machining": "machinist",
    "medical assisting": "medical assistant",
    "medical transcription": "medical transcriptionist", "tree trimming": "tree trimmer",
    "nursing": "nurse", "occupational therapy": "occupational therapist",
    "phlebotomy": "phlebotomist", "physical therapy": "physical therapist", "plumbing": "plumber",
    "roofing": "roofer", "social work": "social worker", "solar": "solar installer",
    "software development": "software developer",
    "software engineering": "software engineer", "teaching": "teacher", "trucking": "truck driver",
    "actuarial science": "actuary", "acupuncture": "acupuncturist", "air traffic control": "air traffic controller",
    "animation": "animator", "archaeology": "archaeologist", "art therapy": "art therapist",
    "audiology": "audiologist", "barber school": "barber", "beauty school": "cosmetologist",
    "blacksmithing": "blacksmith", "bus driver for school": "school bus driver", "childcare": "childcare worker",
    "city bus": "bus driver", "court reporting": "court reporter", "culinary": "chef",
    "cyber security": "cybersecurity analyst", "cybersecurity": "cybersecurity analyst",
    "data entry": "data entry clerk", "data science": "data scientist", "daycare": "childcare worker",
    "dental assisting": "dental assistant", "dental school": "dentist", "dermatology": "dermatologist",
    "drafting": "drafter", "electrical work": "electrician", "epidemiology": "epidemiologist",
    "event planning": "event planner", "fashion design": "fashion designer",
    "forensic science": "forensic science technician", "forensics": "forensic science technician",
    "game design": "game designer", "genetic counseling": "genetic counselor", "hydrology": "hydrologist",
    "interior design": "interior designer", "ironwork": "ironworker", "landscaping": "landscaper",
    "law enforcement": "police officer", "law school": "lawyer", "logging": "logger",
    "marine biology": "marine biologist", "masonry": "mason", "massage therapy": "massage therapist",
    "med school": "doctor", "medical school": "doctor", "optometry": "optometrist", "pharmacy school": "pharmacist",
    "photography": "photographer", "physical therapy assisting": "physical therapist assistant",
    "pipefitting": "pipefitter", "podiatry": "podiatrist", "psychiatry": "psychiatrist",
    "respiratory therapy": "respiratory therapist", "school bus": "school bus driver",
    "sheet metal": "sheet metal worker", "sonography": "sonographer", "speech pathology": "speech pathologist",
    "speech therapy": "speech therapist", "stenography": "court reporter", "surveying": "surveyor",
    "tax preparation": "tax preparer", "taxidermy": "taxidermist", "truck driving school": "truck driver",
    "tutoring": "tutor", "underwriting": "underwriter", "upholstery": "upholsterer",
    "training and development": "training and development specialist", "urban planning": "urban planner",
    "woodworking": "woodworker", "zoology": "zoologist",
    "veterinary medicine": "veterinarian", "web design": "web designer", "web development": "web developer",
    "welding": "welder",
}  # fmt: skip

# Words before "pm" that make it an hour.
HOURS = frozenset("one two three four five six seven eight nine ten eleven twelve thirty the this until by at".split())

# Letters that stand for several jobs, likeliest first.
SHARED_LETTERS = {"pm": ("production manager", "project manager", "product manager")}

# What may be managed without its being somebody's trade.
NOT_MANAGED = frozenset("anger business case general office pain risk self stress time weight money data".split())

# Words before somebody one meets or has, who is no job to ask about: "my nurse", "the counselor".
OWNED = frozenset("the my your his her their our".split())

# Words that end titles made up by others, not by those who ask.
NO_HEADS = frozenset(("admin", "administration"))

# Words before a job: "a cook", "become a cook", "jobs for cooks".
JOB_BEFORE = frozenset("a an as be become becoming being for of or vs versus and the like than by".split())
# Words of pay, which right before a job say that it is one: "average pay cook tulsa".
PAY_WORDS = frozenset("pay wage wages salary salaries earnings income".split())
# Words after a job: "cook pay", "cooks make".
JOB_AFTER = frozenset(
    """
    pay pays salary salaries wage wages job jobs career careers make makes earn earns income hours hour shift shifts
    school degree training apprenticeship license licence licensing exam certification certificate cert class classes
    course courses
    duties requirements outlook openings vs versus or need needs get gets work works do does position positions role
    median average mean percentile hourly yearly annual starting rate title titles
""".split()
)

# Words before a place.
PLACE_BEFORE = frozenset("in near around at from to outside inside within across of for by toward towards".split())
CLOSE_BEFORE = frozenset("in near around from outside".split())

# What comes before somebody's name: "call me gary".
CALLED = frozenset("am me mr mrs ms dr named name call called dear".split())

# What follows a town's name that stands for something to eat or a team.
DISHES = frozenset("wings wing chicken sauce cheesesteak pizza bills burger".split())

# State letters that are everyday words or stand for something else; right only after a town or after "in".
EVERYDAY_CODES = frozenset(
    """
    al ar as co ct de gu hi ia id il in la ma md me mi mo ms mt nd ne oh ok or pa pr sd va
""".split()
)
# Of these, the ones that even after a town are mostly words: right only where the clause ends.
WORDLIKE_CODES = frozenset("in or me hi ok oh".split())

# How states are cut short behind a town.
SHORT_STATES = {
    "ariz": "arizona", "ark": "arkansas", "cali": "california", "calif": "california", "colo": "colorado",
    "conn": "connecticut", "del": "delaware", "fla": "florida", "ill": "illinois", "ind": "indiana", "kan": "kansas",
    "mass": "massachusetts", "mich": "michigan", "minn": "minnesota", "miss": "mississippi", "mo": "missouri",
    "mont": "montana", "neb": "nebraska", "nev": "nevada", "okla": "oklahoma", "ore": "oregon", "oreg": "oregon",
    "penn": "pennsylvania", "penna": "pennsylvania", "tenn": "tennessee", "tex": "texas", "wash": "washington",
    "wis": "wisconsin", "wisc": "wisconsin", "wyo": "wyoming",
}  # fmt: skip
# Of these, the ones that by themselves are other words.
WORDLIKE_SHORT = frozenset("ark del ill ind miss mo mont ore wash".split())

# Towns whose names are everyday words.
EVERYDAY_TOWNS = frozenset(
    """
    accord acme advance agency airport alliance alpha alpine amity anthem apollo arab arcade arena aspen assumption
    atlantic atlas august avon axis baker ball balm bangs banks bantam basin bath battlefield bay beach beacon bear
    beaver bell bells belt bend berry billings bishop bison blades bland blessing blossom bolt bono booker boomer
    bountiful branch brewer brick bright brilliant broadway brooks brownfield brush buckeye burden burns butler
    butte cacao cache cactus cadillac calcium calypso canadian canyon carefree carpenter carver casey cashmere
    celebration centennial center central centre century chandler chase chili china christmas circle citrus clarion
    clay clever climax clover coats cobb coco cocoa coker cole college colo colon combine comer comfort commerce
    como concrete confluence conley continental convent converse convoy cook cool cooper coquille corn cornish
    corona cotter cottonwood council countryside cove crane crest cricket crooks crossroads crump crystal culdesac
    cypress dasher deadwood deal defiance delta dent deposit diamond dime disco dodge dover downs downtown drain
    draper dresser drew dyer eagle earl early earth east echo eclectic economy ecru effort elbow electric elk elm
    elmo ely empire energy english enigma enterprise equality ester eureka evergreen excel excelsior experiment
    export extension fair fairway faith fancy farmers farmland fate felicity fertile fife filer fireworks fisher
    fishers flat flatwoods flint flora flushing foley foreman forest forks fort fortuna fossil foster fountain frank
    freedom french friend friendly friendship frost fruit gallant gap garden garnet gas gates gateway gem glide
    globe gold golden golf good goodman goodwill gould grace grand granger granite grant grants grapevine grass
    gratis gravity gray great green greens grill groom grove guy gypsum hale halfway halls hamlet hanger happy
    harbor hardy harmony harvest harwood hatch haven hazard heath helper hickory hideaway hideout high highlands
    highpoint hill hills holiday holly home homeland homer hometown hooker hooks hope hull humble hungry hunter
    hurricane hurt hydro ideal imperial inch independence industry inkster intercourse iona iota ivy jack jackpot
    jet jewel jewell joiner joy junction junior jupiter justice keener key keys kiln kinder kindred king kingfisher
    kite lakes lamp landing landmark largo last latta law lead level liberal liberty light lime limestone lone long
    loop lost love loving loyal luck lucky lyon madras magazine magnolia maize major mammoth man mango manor many
    marathon marble marine mark marks mars marshall mascot mason mastic matador mayo meadow media melba mentor
    mercer meridian mermaid midway miles miller mills miner minor mission mix mobile model monument moody moon moose
    morgan motley mound muddy mustang myrtle mystic needles new newborn niagara nice nitro noble noel nome normal
    north oak oasis ocean odd oil okay old omega only onset opal opera opp opportunity oracle orange orchard
    orchards orient oriental other pace pacific page paint panama pandora parachute paradise paragon paramount
    parker parks parkway parole patch pavilion peace peach pearl peck peculiar peninsula peridot petal pigeon pilot
    pima pinch pine pink pinnacle pioneer plain plains plan plant plantation plaster plateau plum plummer point polk
    polo ponder pop poplar port portal porter post potter pound powder powers price prime prince proctor progress
    prospect prosper prosperity protection purchase quality queens quick radiant radium rail rainbow ranger
    ransom rapids raven ray reading rector red redwood reform reliance republic reserve reservoir rice rich ridge
    rifle ringling rio ripple river rock rodeo rome rose rosebud roulette round roundup rover royal ruby rugby rule
    rush rye safety sage saline salmon salt sand sanders sandstone sandwich sandy saucier savage sawmill sawmills
    scarborough scenic school scissors scout seaman searchlight secretary section sells sentinel severance shade
    shady shaw shelter shepherd sherry shields shiner shoals shoreline silver siren sky skyline slater slaughter
    sledge smiley smith snow snowflake soap social society solid south spa sparks speaker spearman speed sprague
    spring springer springs spur stagecoach stamps staples star stark start startup steady steele sterling stewart
    stone story stout stove stow strasburg strawberry strong success sugar sulphur sultan summer summerfield summit
    sun sunflower sunrise sunset superior supreme surprise swan sweet swords sycamore table talent tangent tanner
    target taylor tea teller temperance temple thermal thunderbolt tie tiffin tilden timber time toast tombstone
    tome tool toone top tornado town towner trade trail trainer tranquility tranquillity tree trial triangle trinity
    triumph trooper tropic trout true trumbull turkey turner tuxedo twin two uncertain union unity university upland
    utopia vale valley van venus vernal vice victory viking village villas vineyard vineyards viola violet virgin
    vision volt wagon wake walk walker wall walls walnut war ward warden ware warrior wasta watchtower water
    waterproof wave way wayne weaver weed weir welcome welling wells west what wheat wheeler white whitehall
    whitewater why wild wildwood willow winder windfall wing wink winner winners winters wise witt wolf wonder wood
    woodland woodlands woodstock worth wright yoder young zebra zip
""".split()
)

# Of these, the ones that even "in" and "from" do not turn into towns.
NEVER_ALONE = frozenset(
    "spring home school college business industry order general time work need the this that it".split()
)

# Words that are never part of a title that somebody makes up, nor slips for one.
PLAIN_WORDS = (
    JOB_BEFORE
    | JOB_AFTER
    | PLACE_BEFORE
    | frozenset(
        """
    masters master bachelors bachelor doctorate associates phd
    i you he she it we they me him her us them my your his its our their this that these those who whom whose which
    what when where why how if then so but not no yes ok okay is are was were am been have has had will would can
    could should may might must there here about with without into over under after before again more most much many
    some any all both each few other such only own same too very just now also really like want know think tell
    give show find look take start move stop help talk say said see ask did done doing going gonna wanna gotta good
    toddler toddlers newborn teenager teenagers on off up out down between during per upon fr ngl tbh rn
    best better bad new old young big great first last long high low less least near close still even ever never
    always pay paid money average typical median usual normal people kind sort type lot lots way thing things day
    week month year years time today tomorrow please thanks thank hi hello hey someone anyone everyone something
    anything person somebody nice right wrong civilian civilians holder growth
    shorter longer quicker faster slower easier harder cheaper closer bigger smaller safer nicer calmer cleaner
    """.split()
    )
)
