using System.Collections.Frozen;

namespace Exchange.Consent;

/// <summary>
/// The one spelling of every closed word, in covenants, in the operator's command and in answers: camel case
/// (<c>notLifted</c>) for everything but reasons, which are upper case (<c>ONE_VIEW</c>).
/// </summary>
public static class Words
{
    /// <summary>The word for a value, such as <c>pseudonymised</c> for <see cref="Level.Pseudonymised"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is none of its enumeration.</exception>
    public static string Of<T>(T value)
        where T : struct, Enum =>
        Table<T>.WordOf.TryGetValue(value, out var word)
            ? word
            : throw new ArgumentOutOfRangeException(nameof(value), value, "Not a word of the covenant language.");

    /// <summary>The value that a word stands for, or null for any other word and for none at all.</summary>
    public static T? Parse<T>(string? word)
        where T : struct, Enum =>
        word is not null && Table<T>.ValueOf.TryGetValue(word, out var value) ? value : null;

    /// <summary>Every word of an enumeration, in its order.</summary>
    public static IReadOnlyList<string> All<T>()
        where T : struct, Enum => Table<T>.Ordered;

    private static class Table<T>
        where T : struct, Enum
    {
        public static readonly FrozenDictionary<T, string> WordOf =
            Enum.GetValues<T>().ToFrozenDictionary(value => value, value => Spell(value.ToString()));

        public static readonly FrozenDictionary<string, T> ValueOf =
            WordOf.ToFrozenDictionary(pair => pair.Value, pair => pair.Key, StringComparer.Ordinal);

        public static readonly IReadOnlyList<string> Ordered = [.. Enum.GetValues<T>().Select(value => WordOf[value])];

        private static string Spell(string name) =>
            typeof(T) == typeof(DecisionReason)
                ? string.Concat(name.Select((c, i) => i > 0 && char.IsAsciiLetterUpper(c) ? $"_{c}" : $"{char.ToUpperInvariant(c)}"))
                : char.ToLowerInvariant(name[0]) + name[1..];
    }
}
