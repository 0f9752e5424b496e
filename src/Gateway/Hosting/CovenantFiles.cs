using Exchange.Commands;
using Exchange.Consent;

namespace Exchange.Gateway.Hosting;

/// <summary>Reads the covenants that the configuration names. A covenant with mistakes stops the start.</summary>
internal static class CovenantFiles
{
    public static Partnerships Load(IEnumerable<PartnershipOptions> partnerships) =>
        new(partnerships.ToDictionary(p => new PartnershipId(p.Id), p => Load(p.Covenant)));

    private static Covenant Load(string file)
    {
        byte[] text;
        try
        {
            text = File.ReadAllBytes(file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new ConfigurationException($"The covenant {file} cannot be read.");
        }

        var reading = Covenant.Load(text);
        return reading.Covenant
            ?? throw new ConfigurationException(
                $"The covenant {file} has mistakes; `exchange covenant check` lists them all. The first: {reading.Mistakes[0]}");
    }
}
