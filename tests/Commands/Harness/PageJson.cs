using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Exchange.Disclosure;
using Exchange.Dossiers;

namespace Exchange.Commands.Tests.Harness;

/// <summary>
/// A page as bytes, with every property that it has and every text as it is, so that a test may search them: what is not in
/// these bytes is not in the page.
/// </summary>
internal static class PageJson
{
    private static readonly JsonSerializerOptions Json = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter() },
        TypeInfoResolver = new DefaultJsonTypeInfoResolver { Modifiers = { Derive } },
    };

    public static byte[] Write(BasisdossierPage page) => JsonSerializer.SerializeToUtf8Bytes(page, Json);

    public static string Write(FieldValue value) => JsonSerializer.Serialize(value, Json);

    /// <summary>A day as it stands in the bytes.</summary>
    public static string Text(DateOnly day) => JsonSerializer.Serialize(day, Json).Trim('"');

    // What generalisation makes cannot be contributed, so the product has no form in which it is stored.
    private static void Derive(JsonTypeInfo type)
    {
        if (type.Type == typeof(FieldValue) || type.Type == typeof(ViewReference))
        {
            type.PolymorphismOptions = new JsonPolymorphismOptions();
            foreach (var derived in type.Type.Assembly.GetTypes().Where(t => t.BaseType == type.Type))
                type.PolymorphismOptions.DerivedTypes.Add(new JsonDerivedType(derived, derived.Name));
        }
    }
}
