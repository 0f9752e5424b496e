using System.Collections.Frozen;
using System.Text.Json;

namespace Exchange.Commands;

/// <summary>The names that reasons have on the wire and in the log: <c>CASE_NOT_FOUND</c>.</summary>
public static class ReasonName
{
    private static readonly FrozenDictionary<RefusalReason, string> Names = Enum.GetValues<RefusalReason>()
        .ToFrozenDictionary(reason => reason, reason => JsonNamingPolicy.SnakeCaseUpper.ConvertName(reason.ToString()));

    /// <summary>The name of a reason.</summary>
    public static string Of(RefusalReason reason) => Names[reason];
}
