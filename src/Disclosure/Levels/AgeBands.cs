using Exchange.Dossiers;

namespace Exchange.Disclosure;

/// <summary>
/// Ages in bands, on one day. A partial birth date may lie in two bands; then it has none, for a guess would be as wrong as an
/// exact age would be too much.
/// </summary>
internal static class AgeBands
{
    // Few people are this old: a band of five or ten years would point at them.
    private const int Oldest = 90;

    /// <summary>The classes of an anonymised view where nobody counts look-alikes, and the last rung where they are counted.</summary>
    private static readonly AgeBandValue[] Coarse = [new(0, 17), new(18, 29), new(30, 49), new(50, null)];

    /// <summary>
    /// The band of a birth date in bands of some years, the oldest in one open band. A partial date that lies in two of them has
    /// its coarse class, so that nothing is left out here that an anonymised view shows; null when it lies in two of those too.
    /// </summary>
    public static AgeBandValue? Of(PartialDate birth, DateOnly day, int width) =>
        Of(birth, day, age =>
        {
            var lowest = age / width * width;
            return lowest + width > Oldest ? new AgeBandValue(Oldest / width * width, null) : new AgeBandValue(lowest, lowest + width - 1);
        })
        ?? CoarseOf(birth, day);

    /// <summary>The coarse class of a birth date; null when there is none.</summary>
    public static AgeBandValue? CoarseOf(PartialDate birth, DateOnly day) =>
        Of(birth, day, age => Coarse.First(band => band.To is null || age <= band.To));

    private static AgeBandValue? Of(PartialDate birth, DateOnly day, Func<int, AgeBandValue> bandOf)
    {
        // Who is born after the day has no age on it.
        if (birth.Earliest > day)
            return null;
        var oldest = bandOf(AgeOn(day, birth.Earliest));
        var youngest = bandOf(AgeOn(day, birth.Latest < day ? birth.Latest : day));
        return oldest == youngest ? oldest : null;
    }

    // Whoever was born on 29 February is a year older on 1 March of other years.
    private static int AgeOn(DateOnly day, DateOnly birth) =>
        day.Year - birth.Year - ((day.Month, day.Day).CompareTo((birth.Month, birth.Day)) < 0 ? 1 : 0);
}
