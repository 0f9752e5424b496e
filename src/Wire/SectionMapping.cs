using System.Collections.Frozen;
using Google.Protobuf.Reflection;

namespace Exchange.Wire;

/// <summary>
/// Which message of the contract is which category, and which of its fields is which of the covenant's: by their JSON names. What
/// has no message of its own travels as a <see cref="V1.GenericSection"/>.
/// </summary>
public static class SectionMapping
{
    /// <summary>The name of the oneof that holds a section, in every message that carries one.</summary>
    public const string Content = "content";

    /// <summary>The field of that oneof for categories without a message of their own.</summary>
    public const string Generic = "other";

    /// <summary>The fields of <see cref="V1.Contribution"/> that hold a section, by category.</summary>
    public static readonly FrozenDictionary<string, FieldDescriptor> Contributed = TypedSections(V1.Contribution.Descriptor);

    /// <summary>The fields of <see cref="V1.DisclosedSection"/> that hold a section, by category.</summary>
    public static readonly FrozenDictionary<string, FieldDescriptor> Disclosed = TypedSections(V1.DisclosedSection.Descriptor);

    private static readonly FrozenDictionary<string, FrozenDictionary<string, FieldDescriptor>> Fields = Contributed.ToFrozenDictionary(
        category => category.Key,
        category => category.Value.MessageType.Fields.InDeclarationOrder().ToFrozenDictionary(field => field.JsonName, StringComparer.Ordinal),
        StringComparer.Ordinal);

    /// <summary>Whether a category has a message of its own.</summary>
    /// <param name="category">The category, by the covenant's name.</param>
    public static bool IsTyped(string category) => Fields.ContainsKey(category);

    /// <summary>The fields of a category that has a message of its own, by the covenant's names.</summary>
    /// <param name="category">The category, by the covenant's name.</param>
    public static IReadOnlyDictionary<string, FieldDescriptor> FieldsOf(string category) => Fields[category];

    /// <summary>The fields of a message that hold a section, by category; without the one for other categories.</summary>
    /// <param name="owner">A message with the oneof <see cref="Content"/>.</param>
    public static FrozenDictionary<string, FieldDescriptor> TypedSections(MessageDescriptor owner)
    {
        ArgumentNullException.ThrowIfNull(owner);
        return owner.Oneofs
            .Single(oneof => oneof.Name == Content).Fields
            .Where(field => field.Name != Generic)
            .ToFrozenDictionary(field => field.JsonName, StringComparer.Ordinal);
    }
}
