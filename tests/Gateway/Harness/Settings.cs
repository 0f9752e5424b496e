using System.Text.Json.Nodes;

namespace Exchange.Gateway.Tests.Harness;

/// <summary>Settings by their paths, as in <c>Gateway:Limits:CallWithin</c>.</summary>
internal static class Settings
{
    public static Action<JsonObject> Of(params (string Path, string Value)[] settings) => configuration =>
    {
        foreach (var (path, value) in settings)
        {
            var names = path.Split(':');
            var section = configuration;
            foreach (var name in names[..^1])
            {
                if (section[name] is not JsonObject inner)
                    section[name] = inner = [];
                section = inner;
            }
            section[names[^1]] = value;
        }
    };
}
