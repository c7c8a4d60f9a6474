"""Places and peoples in the names of companies: cities, regions and adjectives that tell a country."""

from __future__ import annotations

from demodb.model.country_names import by_name

_PLACES = """
AE abu dhabi, dubai, sharjah, emirati, ajman, fujairah
AL albanian, tirana
AM armenian, yerevan
AO luanda
AR buenos aires, rioplatense, pampa, pampas, mendoza, rosario, austral, argentinian, tucuman, bonaerense
AT austrian, wien, vienna, salzburg, tirol, graz, linz, innsbruck, osterreichische, osterreichischer, oesterreichische,
   oesterreichischer, wiener, steiermark, karnten, vorarlberg, klagenfurt
AU australian, sydney, melbourne, brisbane, queensland, tasmania, new south wales, adelaide, canberra, hobart, perth, geelong
AZ baku
BA sarajevo, banja luka, mostar, bosnian
BD dhaka, bangladeshi
BE belgian, brussels, bruxelles, brussel, vlaanderen, wallonie, antwerpen, antwerp, gent, ghent, liege, hasselt, ardennes,
   vlaamse, brugge, bruges, leuven, charleroi, namur, mechelen, wallonne
BF ouagadougou
BG bulgarian, plovdiv, varna, burgas
BH bahraini, manama
BJ cotonou
BO bolivian, boliviana, cochabamba
BR brazilian, sao paulo, paulista, rio de janeiro, carioca, brasileira, curitiba, bahia, brasilia, porto alegre, recife, minas
   gerais, goias, brasileiro, pernambuco, parana
BW gaborone, kalahari
BY minsk
CA ontario, quebec, british columbia, alberta, toronto, montreal, canadian, manitoba, saskatchewan, vancouver, ottawa,
   calgary, winnipeg, edmonton, saskatoon, nova scotia, newfoundland, quebecois, saguenay, gatineau, laurentides
CD kinshasa
CG brazzaville
CH zurich, bern, geneve, geneva, swiss, ticino, basel, lausanne, schweizer, schweizerische, luzern, lugano, winterthur, st
   gallen, aargau, fribourg, neuchatel, zurcher, berner, basler, romande
CI abidjan
CL santiago, chilena, valparaiso, chilean, chileno, antofagasta
CM douala, yaounde
CN beijing, shanghai, shenzhen, guangzhou, chinese, hangzhou, chengdu, nanjing, wuhan, tianjin, suzhou, xiamen, qingdao
CO bogota, medellin, colombiana, antioquia, colombian, barranquilla, bucaramanga, colombiano
CU havana, habana, cubana
CY cypriot, nicosia, limassol
CZ czech, praha, prague, brno, moravia, ceske, ceska, cesky, ostrava, plzen, prazska, olomouc, liberec
DE berlin, hamburg, munchen, bayern, hessen, sachsen, koln, frankfurt, deutsche, deutscher, rhein, ruhr, thuringen, baden,
   munich, cologne, nuremberg, stuttgart, leipzig, dresden, german, dusseldorf, duesseldorf, hannover, bremen, bremer,
   dortmund, essen, mainz, nurnberg, nuernberg, bonn, karlsruhe, mannheim, augsburg, kiel, lubeck, rostock, erfurt, saarland,
   westfalen, niedersachsen, bayerische, bayerischer, hessische, sachsische, berliner, kolner, munchner, schwaben, bielefeld,
   bochum, aachen, freiburg, heidelberg, potsdam, wurzburg, regensburg, ulm
DK danish, kobenhavn, kobenhavns, copenhagen, dansk, danske, aarhus, jylland, odense, arhus, aalborg, esbjerg, randers, jyske,
   nordjyske, sonderjyske, fyn, fynske, sjaelland
DO santo domingo, dominicana
DZ algerian, algerienne, alger, algiers, oran
EC quito, guayaquil, ecuatoriana
EE tallinn, tartu, estonian, parnu
EG egyptian, cairo, giza
ES madrid, sevilla, seville, barcelona, iberica, espanola, andalucia, catalunya, valencia, galicia, asturias, spanish,
   espanol, bilbao, zaragoza, malaga, catalana, murcia, alicante, mallorca, canarias, gallega, pais vasco, navarra, aragon,
   castilla, extremadura, cantabria
ET ethiopian, addis ababa, addis
FI finnish, helsinki, tampere, oulu, suomen, helsingin, espoo, espoon, tampereen, turku, turun, oulun, vantaa, vantaan, lahti,
   lahden, jyvaskyla, kuopio, rovaniemi
FR paris, lyon, bretagne, provence, francaise, marseille, toulouse, normandie, french, nantes, strasbourg, bordeaux, lille,
   grenoble, rennes, montpellier, alsace, bourgogne, cote d azur, parisienne, lyonnaise, corse, savoie, aquitaine, occitanie,
   dijon, rouen
GA libreville
GB british, london, scottish, welsh, yorkshire, cornwall, manchester, english, ulster, northern ireland, leeds, glasgow,
   edinburgh, liverpool, cardiff, belfast, sheffield, nottingham, leicester, southampton, lancashire, sussex, essex, surrey,
   devon, hampshire, cumbria, northumbrian, thames, mersey, cymru, milton keynes, aberdeen, dundee, inverness, coventry,
   swansea
GE tbilisi
GH ghanaian, accra, kumasi
GR athens, athina, hellenic, thessaloniki, greek, patras, piraeus, crete, heraklion
HK kowloon
HR zagreb, hrvatski, dalmacija, croatian, hrvatske, rijeka, osijek
HU budapest, magyar, hungarian, debrecen, szeged, pecs, miskolc
ID jakarta, nusantara, indonesian, surabaya, bandung, bali, medan, semarang, jawa
IE dublin, irish, galway, eireann, limerick, leinster, connacht, donegal, waterford, kilkenny
IL israeli, tel aviv, jerusalem, haifa
IN mumbai, delhi, bengaluru, bangalore, chennai, hindustan, gujarat, bharti, indian, kolkata, hyderabad, pune, kerala, jaipur,
   tamil nadu, karnataka, maharashtra
IQ iraqi, baghdad, erbil
IS icelandic, reykjavik
IT roma, rome, milano, torino, turin, napoli, naples, italiana, italiano, sicilia, toscana, adriatica, lombardia, italian,
   milan, bologna, firenze, venezia, genova, palermo, verona, bari, trieste, padova, sardegna, piemonte, veneto, calabria,
   liguria, parma, modena, milanese
JO jordanian, amman
JP japanese, tokyo, osaka, kyoto, nagoya, yokohama, sapporo, fukuoka, kobe, hiroshima, sendai, okinawa, hokkaido
KE kenyan, nairobi, mombasa, kisumu
KG bishkek
KH phnom penh
KR korean, seoul, busan, incheon
KW kuwaiti
KZ almaty
LA vientiane
LB lebanese, beirut
LK colombo, lanka
LT vilnius, kaunas, lithuanian, lietuvos, klaipeda
LU letzebuerg
LV riga, latvian, latvijas
MA rif, casablanca, rabat, maghreb, moroccan, marrakech, tanger
MD chisinau
ME podgorica
MG antananarivo
MK skopje, makedonski, makedonska
ML bamako
MM yangon, mandalay
MN ulaanbaatar
MT maltese, valletta
MX monterrey, guadalajara, azteca, mexican, cancun, puebla, tijuana, yucatan, jalisco, oaxaca, veracruz
MY kuala lumpur, penang, malaysian, johor, selangor, sabah, sarawak
MZ maputo
NA windhoek
NG nigerian, lagos, abuja, naija, ibadan, port harcourt, kaduna
NL amsterdam, rotterdam, utrecht, hollandse, nederlandse, dutch, eindhoven, groningen, den haag, hague, haagse, tilburg,
   breda, nijmegen, arnhem, maastricht, brabant, friesland, zeeland, amsterdamse, rotterdamse, haarlem, delft
NO norwegian, oslo, bergen, norsk, norske, trondheim, stavanger, tromso, kristiansand, drammen, bodo, alesund, hordaland,
   rogaland, trondelag
NP kathmandu
NZ auckland, wellington, kiwi, christchurch, dunedin, waikato, otago
OM omani, muscat
PA istmo
PE lima, peruana, andina, peruvian, peruano, arequipa, cusco
PH philippine, filipino, manila, cebu, davao
PK karachi, lahore, pakistani, islamabad
PL polish, warszawa, warsaw, krakow, polski, polskie, gdansk, poznan, katowice, szczecin, lublin, wroclaw, lodz, gdynia,
   mazowieckie
PT portuguese, lisboa, lisbon, porto, portuguesa, lusitana, lusitania, algarve, braga, coimbra, aveiro, setubal, acores, alentejo
QA qatari, doha
RO bucuresti, bucharest, romana, romanian, cluj, timisoara, iasi, brasov, sibiu, oradea
RS beograd, serbian, belgrade, novi sad, srpska
RU russian, moscow, moskva, novosibirsk, kazan
RW kigali
SA saudi, riyadh, jeddah
SD khartoum
SE swedish, stockholm, goteborg, gothenburg, svensk, svenska, malmo, uppsala, orebro, linkoping, norrkoping, helsingborg,
   vasteras, umea, lulea, jonkoping, skane, dalarna, smaland, norrland
SI ljubljana, maribor, slovenije, slovenski, slovenian
SK bratislava, slovak, kosice, zilina, nitra
SN dakar, senegalaise
SY damascus, aleppo
TG lome
TH thai, bangkok, phuket, chiang mai
TN tunisian, tunisienne, tunis
TR istanbul, ankara, izmir, turk, anadolu, turkish, antalya, adana
TW taiwanese, taipei, kaohsiung, taichung
TZ dar es salaam, zanzibar
UA kyiv, kiev, ukrainian, lviv, odesa, kharkiv, dnipro
UG kampala
US texas, california, ohio, oklahoma, new york, kansas, dakota, carolina, american, iowa, new mexico, new england, new jersey,
   boston, chicago, denver, seattle, dallas, houston, atlanta, miami, philadelphia, pittsburgh, cleveland, detroit, los
   angeles, san francisco, san diego, las vegas, new orleans, florida, michigan, minnesota, illinois, oregon, utah, arizona,
   wisconsin, missouri, tennessee, kentucky, alabama, louisiana, alaska, hawaii, idaho, wyoming, nebraska, massachusetts,
   connecticut, maryland, pennsylvania, new hampshire, salt lake city
UY montevideo, uruguaya
UZ tashkent
VE caracas, venezolana, maracaibo
VN hanoi, saigon, vietnamese, da nang
ZA cape town, johannesburg, durban, karoo, pretoria, gauteng, kwazulu, soweto
ZM lusaka
ZW harare, bulawayo, victoria falls
-- latin america, america latina, south america, central america, america del sur, americas
"""
"""A country's ISO 3166 code, and in lower case, without marks, what tells it; what stands after -- tells none.

What names something else as often has no place here: cork, nice, split, reading, and cities that two countries have.
"""

COUNTRY_OF_PLACE = {place: code.strip("-") for place, code in by_name(_PLACES).items()}
"""The code of each place, "" for one that tells none."""
