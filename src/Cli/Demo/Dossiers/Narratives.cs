namespace Exchange.Cli.Demo;

/// <summary>
/// What professionals might write, about people who do not exist. Every text names its person, so that a text that leaks shows.
/// <c>{0}</c> is the full name and <c>{1}</c> the first name.
/// </summary>
internal static class Narratives
{
    public static readonly IReadOnlyDictionary<string, IReadOnlyList<string>> ByCategory = new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal)
    {
        ["police"] =
        [
            "{0} is staande gehouden bij een controle op het Verzonnen Plein; {1} gaf een verklaring en mocht gaan.",
            "Melding van een ruzie op straat. {0} was erbij betrokken; er is geen aangifte gedaan.",
            "{0} werd gezien bij een bijeenkomst in het Denkbeeldig Huis. {1} vertrok voor het einde.",
        ],
        ["prosecution"] =
        [
            "Tegen {0} loopt een onderzoek wegens vernieling. De officier weegt een voorwaardelijk sepot.",
            "De zaak tegen {0} is aangehouden; de verdediging wil {1} laten horen.",
        ],
        ["detention"] =
        [
            "{0} volgt arbeid op de afdeling. Het gesprek over terugkeer is gepland met {1} en de mentor.",
            "{0} kreeg geen bezoek in de afgelopen maand. {1} vraagt om contact met thuis.",
        ],
        ["workIncome"] =
        [
            "{0} heeft zich gemeld voor een uitkering en volgt een leerwerktraject. {1} komt de afspraken na.",
            "De uitkering van {0} is opgeschort omdat {1} niet op het gesprek verscheen.",
        ],
        ["education"] =
        [
            "De mentor ziet dat {0} zich terugtrekt sinds de vakantie. {1} haalt de toetsen nog wel.",
            "{0} is drie weken niet op school geweest. De leerplichtambtenaar sprak met {1} en een ouder.",
        ],
        ["care"] =
        [
            "{0} is in gesprek met een behandelaar over slaapproblemen en somberheid. {1} wil verder praten.",
            "De behandeling van {0} is afgerond; {1} kan zelf weer contact opnemen.",
        ],
        ["youthProtection"] =
        [
            "De jeugdbeschermer bezoekt {0} eens in de twee weken. {1} woont sinds kort bij een oom.",
            "De ondertoezichtstelling van {0} loopt af; het advies is haar niet te verlengen.",
        ],
        ["debts"] =
        [
            "{0} heeft achterstand bij de zorgverzekeraar. De regeling past bij wat {1} verdient.",
            "{0} wil geen hulp bij schulden; {1} betaalt zelf af.",
        ],
        ["signals"] =
        [
            "Een buurtbewoner zag {0} met onbekenden in het portiek. Niemand sprak {1} aan.",
            "De wijkagent hoort dat {0} stopte met voetbal en nieuwe vrienden heeft. {1} groet niet meer.",
            "Een jongerenwerker merkt dat {0} felle filmpjes doorstuurt. {1} zegt dat het een grap is.",
        ],
        ["interventions"] =
        [
            "{0} praat wekelijks met een coach; {1} koos zelf het onderwerp.",
            "Het gezin van {0} krijgt opvoedondersteuning. {1} doet mee sinds de tweede bijeenkomst.",
        ],
        ["assessment"] =
        [
            "Het overleg ziet bij {0} vooral eenzaamheid en schulden; {1} zoekt houvast.",
            "De duiding van {0} is ongewijzigd. {1} houdt contact met de mentor, dat beschermt.",
        ],
        ["plan"] =
        [
            "{0} heeft over zes maanden werk of een opleiding, en iemand om mee te praten.",
            "Rust in het gezin van {0}, en {1} terug naar school.",
        ],
    };

    public const string PlanActions = "De regisseur belt {1} elke week. De coach meldt {0} aan bij het leerwerktraject.";

    /// <summary>A text of a category about a person.</summary>
    public static string Of(string category, FictionalPerson person, Dice dice) => About(dice.Of(ByCategory[category]), person);

    /// <summary>A text about a person.</summary>
    public static string About(string template, FictionalPerson person) => template
        .Replace("{0}", person.Name, StringComparison.Ordinal)
        .Replace("{1}", person.FirstName, StringComparison.Ordinal);
}
