using System.Text.Json;
using Exchange.Consent;

namespace Exchange.Cli.Covenants;

/// <summary>A decision as the operator's command prints it: <c>{"level":"full","article":"4.1","reason":"GRANTED"}</c>.</summary>
internal static class DecisionJson
{
    public static byte[] Write(Decision decision)
    {
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes))
        {
            json.WriteStartObject();
            json.WriteString("level"u8, Words.Of(decision.Level));
            json.WriteString("article"u8, decision.Article);
            json.WriteString("reason"u8, Words.Of(decision.Reason));
            json.WriteEndObject();
        }

        return bytes.ToArray();
    }
}
