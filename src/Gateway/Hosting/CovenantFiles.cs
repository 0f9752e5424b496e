using Exchange.Commands;
using Exchange.Consent;
using Exchange.Gateway.Contract;

namespace Exchange.Gateway.Hosting;

/// <summary>Reads the covenants that the configuration names: where none was ever activated, they come first. A covenant with mistakes stops the start.</summary>
internal static class CovenantFiles
{
    public static Partnerships Load(IEnumerable<PartnershipOptions> partnerships) =>
        new(partnerships.ToDictionary(p => new PartnershipId(p.Id), p => Load(p.Covenant)));

    private static NamedCovenant Load(string file)
    {
        Memory<byte> text;
        try
        {
            // However large the file is: one byte more than a covenant may have tells that it is none.
            using var stream = File.OpenRead(file);
            var buffer = new byte[Covenant.MaxBytes + 1];
            text = buffer.AsMemory(0, stream.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new ConfigurationException($"The covenant {file} cannot be read.");
        }

        var reading = Covenant.Load(text);
        var covenant = reading.Covenant
            ?? throw new ConfigurationException(
                $"The covenant {file} has mistakes; `exchange covenant check` lists them all. The first: {reading.Mistakes[0]}");

        // A field that no client can send or read would be refused and left out without a word to anybody.
        return CovenantFit.FindMisfits(covenant) is { Count: > 0 } misfits
            ? throw new ConfigurationException(
                $"The covenant {file} names fields that the contract's sections do not have, or have of another type: {string.Join(", ", misfits)}. "
                + "Give them the contract's names and types, or put them in a category of their own.")
            : new NamedCovenant(covenant, text);
    }
}
