using System.Globalization;
using Exchange.Dossiers;

namespace Exchange.Commands.Tests.Harness;

/// <summary>Numbers of nobody: they pass the 11-test and begin with 9999, which is never given out.</summary>
internal static class Bsns
{
    public static IEnumerable<string> All => Enumerable.Range(999_900_000, 99_999)
        .Select(n => n.ToString(CultureInfo.InvariantCulture))
        .Where(Bsn.IsValid);
}
