using System.Text.Json;
using Exchange.Cli.Import;
using Exchange.Commands.Tests.Harness;

namespace Exchange.Commands.Tests.MainJob;

/// <summary>The official test persons of the population register (BRP), as <c>exchange import</c> reads them.</summary>
internal static class Personas
{
    /// <summary>Everybody who can be imported, and how many cannot.</summary>
    public static (IReadOnlyList<BrpPerson> Importable, int Reported) ReadAll()
    {
        using var file = JsonDocument.Parse(File.ReadAllBytes(Repository.Shared("specs/brp/test-personas.json")));
        var all = file.RootElement.EnumerateArray().Select(e => BrpPerson.Read(e, out _)).ToList();
        return ([.. all.OfType<BrpPerson>()], all.Count(p => p is null));
    }
}
