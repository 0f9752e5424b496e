using System.Text.Json;

namespace Exchange.Cli.Bench;

/// <summary>How the bench writes JSON.</summary>
internal static class BenchJson
{
    public static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web);
}
