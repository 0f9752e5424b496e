using System.Text.Json;
using Exchange.Commands;
using Exchange.Consent;

namespace Exchange.Cli.Import;

/// <summary>What became of a file of test persons.</summary>
/// <param name="Imported">How many became a case.</param>
/// <param name="Secret">How many of those have a secret address.</param>
/// <param name="Reported">Who did not: their place in the file from 1, and why, naming nobody.</param>
/// <param name="Stopped">Why the rest of the file was not read, or null when all of it was.</param>
internal sealed record BrpImportResult(int Imported, int Secret, IReadOnlyList<(int Ordinal, string Why)> Reported, string? Stopped);

/// <summary>Turns a file of official test persons into cases, one after the other; a person with a mistake does not stop the others.</summary>
internal sealed class BrpImport(Installation installation, BrpSections sections)
{
    // Of one person; a hostile file could be wrong in a million places.
    private const int MaxFaults = 5;

    private static readonly JsonSerializerOptions Json = new() { MaxDepth = 32 };

    /// <summary>Reads the whole file.</summary>
    public async Task<BrpImportResult> RunAsync(Stream file, CancellationToken cancellation)
    {
        var reported = new List<(int, string)>();
        var (ordinal, imported, secret) = (0, 0, 0);
        try
        {
            await foreach (var element in JsonSerializer.DeserializeAsyncEnumerable<JsonElement>(file, Json, cancellation))
            {
                ordinal++;
                if (BrpPerson.Read(element, out var faults) is not { } person)
                {
                    reported.Add((ordinal, string.Join(", ", faults.Distinct().Take(MaxFaults))));
                    continue;
                }

                var outcome = await installation.ImportAsync(sections.Of(person));
                if (outcome.Refusal is { Reason: RefusalReason.LogUnavailable or RefusalReason.StoreUnavailable } fault)
                    return new BrpImportResult(imported, secret, reported, fault.Message);
                if (outcome.Refusal is { } refusal)
                {
                    reported.Add((ordinal, Describe(refusal)));
                    continue;
                }

                imported++;
                secret += person.IsSecret ? 1 : 0;
            }
        }
        catch (JsonException)
        {
            // The message of the exception may quote the file, and with it a person.
            return new BrpImportResult(imported, secret, reported, $"after person {ordinal} the file is not a JSON list of persons.");
        }

        return new BrpImportResult(imported, secret, reported, null);
    }

    private static string Describe(Refusal refusal) => refusal.Fields.Count == 0
        ? refusal.Message
        : string.Join(", ", refusal.Fields.Take(MaxFaults).Select(f => $"{f.Field} {f.Description}"));
}
