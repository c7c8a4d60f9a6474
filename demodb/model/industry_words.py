"""Words in companies' names that tell what a company does, in the languages of the names."""

from __future__ import annotations

from typing import Literal

Industry = Literal[
    "water", "energy", "media", "bank", "insurance", "retail", "public", "transport", "health", "education", "hosting",
    "telecom", "it", "manufacturing", "services", "other",
]  # fmt: skip

WORDS: tuple[tuple[Industry, str], ...] = (
    (
        "public",
        """
        ministry ministries ministerio ministere ministero ministerium ministerie ministerstwo ministerstvo bakanligi
        department_of bundesamt bundesministerium embassy botschaft ambassade home_office tax_office city_of town_of
        village_of state_of county_of borough_of government_of province_of public_sector public_services public_works
        """,
    ),
    (
        "water",
        """
        water waters waterwork* watershed *wasser* agua aguas aigues eau eaux acqua acque acquedott* vatten vattenverk vann
        vannverk vandforsyning vandverk* *vandkraft vesi vesihuolto vesilaitos woda wodociag* wodne vodarn* vodovod*
        vodokanal* *водоканал* aqua* drinkwater waterschap waterbedrijf waterleiding* wastewater sewerage sewage saneamento
        saneamiento su_idaresi apele canal_de_isabel vizmu* vizmuvek irrigation desalination υδρευση* 水道* *水務* *水务*
        """,
    ),
    (
        "energy",
        """
        energ* enerj* *energie *energi power electri* elektri* eletri* eletro* eletric* elektrown* elettric* hydroelectric
        *strom stromnetz* stromforsyning stadtwerke gas gaz gasnet* erdgas gaswerk* gazownia petrol* oil oils refiner*
        raffiner* solar* solare windpark* windfarm* wind nuclear uranium coal kraftwerk* kraftnat* kraftlag* *kraftwerk
        *kraftwerke *kraft hydro eneco sahko elnat elverk utility utilities gridwatch grid *warme heating teplar* teplo
        fernwarme fjernvarme fjarrvarme энерго* *電力* *电力* *電気
        """,
    ),
    (
        "insurance",
        """
        insur* assurance assurances versicher* *versicherung *versicherungen seguros seguro assicura* aseguradora* mutua
        mutuelle* verzekering* verzekeraar* forsikring* forsakring* sigorta* ubezpiecz* pojistovn* poistovn* biztosit*
        osigur* zavarovaln* asigurar* asigurari kindlustus vakuutus* reinsurance mutual underwrit* pension pensions
        pensionskasse ασφαλιστικ* страхов* *保険* *保险*
        """,
    ),
    (
        "bank",
        """
        bank* *bank *banks *bancorp banque banques banco bancos banca banka bancaria caja_rural cassa_di sparkasse
        *sparkasse sparekasse sparebank* sparbank* pankki takarek* kreditbank credit credito credit_union payment payments
        pay pago* pagam* pagar* betal* zahlen* zahlung* *zahl *zahlung *zahlungen card cards clearing financ* finans*
        finanz* finance kaart* capital savings leasing fintech platnic* moeda* forex crypto* broker brokers brokerage bourse
        borse bolsa stock_exchange hedge_fund mortgage mortgages lender lenders lending loans wealth private_equity
        asset_management investments investment_management building_society τραπεζα банк* *銀行* *银行*
        """,
    ),
    (
        "health",
        """
        health* hospital hospitals hopital hopitaux ospedale ospedaliera clinic* clinica clinicas klinik* *klinik *klinikum
        *kliniken *klinika krankenhaus *krankenhaus medical medicine medicines pharma* pharmacy salud sante saude sanita*
        zorg* ziekenhuis sygehus sjukhus* sjukvard sykehus* helse* vard terveys* sairaala szpital nemocnic* korhaz bolnica
        bolnice spital spitalul saglik hastane* biotech* bioscience* biomed* care radiolog* apothe* apotek* apteka farmaci*
        farma dental dentist* zahnarzt* veterinar* diagnostic* surgery surgical therap* hospice ambulance life_science
        life_sciences genom* oncolog* cardio* ophthalm* optometr* wellness nursing *病院* *医院*
        """,
    ),
    (
        "education",
        """
        universi* uniwersytet* college colleges school schools school_district schule* hochschul* *schule fachhochschule
        hogeschool* hogskola* hojskole* academy academia akademie education* educa* bildung* learning ecole ecoles lycee
        skole* skola* onderwijs egitim okul* egyetem* yliopisto* ulikool* koulu* scuola* scuole escola* escuela* colegio*
        colegios kindergarten* gymnasium campus institute_of_technology polytechn* politechn* politecnic* seminary
        vocational tutor tutors tutoring library libraries bibliothek* museum museums museo musee research_institute
        training_institute πανεπιστημιο университет* *大学*
        """,
    ),
    (
        "media",
        """
        media* medien medios medya *rundfunk broadcast* radio radio* times tribune herald gazette gazeta gazzetta tv
        television* televisi* televisa news newspaper* newsprint newsroom* nyheter press presse verlag* *verlag publish*
        editions studio studios film films filmes filmprod* filmstudio* music* entertainment zeitung* *zeitung aftonblad
        journal journals giornale editor* editorial streaming omroep* game games gaming advertising cinema* kino kinos
        theatre* theater teatro podcast* magazine magazines animation records tidning* *tidningen kanal_5 *新聞* *放送*
        """,
    ),
    (
        "hosting",
        """
        hosting* host data_center data_centers data_centre data_centres datacenter* datacentre* rechenzentrum cloud*
        colocation* serverfarm *rack
        """,
    ),
    (
        "public",
        """
        county municip* council councils gemeinde* gemeente* gmina stadt kanton landkreis landratsamt kommune* kommun
        kommuner kommunalverband* ayuntamiento mairie comune prefeitura prefecture municipalidad concello junta_de regione
        kaupunki urzad* primaria belediye* police fire_brigade fire_department federal borough parish parliament parlament*
        congreso senate army navy customs nhs social_security housing_association
        """,
    ),
    (
        "retail",
        """
        retail* store stores department_store department_stores shop shops supermarket* super_market super_markets
        supermarch* supermercad* hypermarch* hypermarket* hipermercad* market markets markt handel* *handel einzelhandel
        tienda tiendas comercio magazin magazins mode moda fashion* apparel clothing grocer* outlet mall kaufhaus kaufland
        warenhaus* e_commerce ecommerce boutique* butik* butikker drogerie* drugstore* furniture mobelhaus* jeweler*
        jeweller* convenience optik optika eyewear shoe shoes footwear bookstore* book_store book_stores wholesale*
        perfumer* cosmetic* toys
        """,
    ),
    (
        "transport",
        """
        transport* *transport *verkehr* transit* *transit *transito *transite rail railway* railroad* rails bahn* *bahn
        *bahnen airline airlines airways aviation aerospace airport airports flughafen luchthaven lentokentt* *flyg
        lufthansa* compagnie_aerienne aerolinea* lineas_aereas havayollari hava_yollari logisti* *logistik *logistics
        shipping freight* fracht* spedition* spedizion* cargo ferry ferries metro bus buses autobus* ferrovi* ferrocarril*
        chemins_de_fer jernbane* jarnvag* zeleznic* kolej* eisenbahn* ports port_of port_authority havens haven* hafen
        *hafen harbour_authority container* tramway* tramvaj* ride mobility express courier* kurier* postal parcel parcels
        posti correos taxi taxis truck* haulage haulier* cruise cruises tasimac* lojistik* navigation removals
        moving_storage car_rental kaiun tetsudo unyu *鉄道* *航空*
        """,
    ),
    (
        "telecom",
        """
        tele* *telecom* *telekom* telkom* *tel *com *comm *cell *fone movil moviles broadband bredband* *bredband
        banda_larga fibre fiber fibre* fiber* fibra glasfaser* wireless mobil mobile mobiles cable* kabel* *kabel* *netz
        *netze *netzwerk *netzwerke *funk* voice voz* voix* messag* mensajes sms haberlesme iletisim *siec *net redes red
        reseau reseaux tsushin denshin communication communications kommunika* comunica* samtal sprech* gawed* parla* phone*
        satellit* satelit* puhelin* spoje unified loopline switchroom dial* habla* conversa* *samtale praat* parole связь
        *通信* *电信*
        """,
    ),
    (
        "manufacturing",
        """
        manufactur* industri* industries heavy_industries kogyo seisakusho denki steel* stahl* acciaieri* motor motors
        automotive automobil* autos auto autoteile* chemical* chemie* maschinen* *maschinenbau *maschinenfabrik werke *werke
        factory foundry brewer* brauerei* cervecer* dairy dairies molkerei* winery wineries food foods packaging textil*
        paper papier* cement* mining miner* minas machine machines tool tools fabri* fabryka *fabrik usine usines tehdas
        sanayi metal* plastic* plastico* plasticos semiconductor* electronics glass ceramic* shipyard* werft* tobacco timber
        sawmill* fertili* bakery bakeries coffee_roasters engineering_works
        """,
    ),
)
"""What a company does, and words for it; what stands before counts more, as the "power networks" of a name are power."""

VAGUE_WORDS: tuple[tuple[Industry, str], ...] = (
    (
        "telecom",
        """
        network networks netwerk* natverk ag_hizmetleri connect* signal* link link* sieci* siete siet mreza mreze omrezj*
        halozat* retele retea tinklai tinklas tikls tikli vork vorgud jaringan мреж* мереж* сеть сети δικτυ*
        """,
    ),
    (
        "it",
        """
        software* digital* data data* tech techn* tekno* it system systems systeme sistem* informati* comput* solution
        solutions cyber* ai
        """,
    ),
    (
        "services",
        """
        service services servic* servis* servizi servizio dienst* hizmet* consult* berat* partner partners advis* legal law
        lawyer* *anwalte solicitor* notair* notar* accountant* auditor* audit llp real_estate immobil* inmobili* property
        properties hotel hotels hostel hostels motel motels resort* restaurant* catering staffing recruit* facilities
        facility_management cleaning architect* engineering engineers ingenieur* travel travel_agency reisen viajes tours
        tour events marketing security bau construction constructora construtora builders building entrepren* bygg* leisure
        casino* football_club golf_club
        """,
    ),
    (
        "public",
        """
        agency authority department
        """,
    ),
    (
        "energy",
        """
        kraft
        """,
    ),
)
"""What any company may have in its name: counts where nothing else tells."""

NO_INDUSTRY = """
    intel mattel chattel cartel castel martel portel planet magnet cabinet bonnet garnet gannet
    sonnet hornet cygnet malcom purcell burbank bankside fairbanks milbank
"""
"""Words that have one of those parts, and do not mean it."""
