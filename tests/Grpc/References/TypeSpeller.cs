using System.Collections.Immutable;
using System.Reflection.Metadata;

namespace Exchange.GrpcTests.References;

/// <summary>Spells types from metadata. A type is spelled with its assembly, alike from the inside and from the outside.</summary>
internal sealed class TypeSpeller : ISignatureTypeProvider<TypeText, object?>
{
    private const byte ClassKind = 0x12;
    private const byte ValueTypeKind = 0x11;

    public TypeText Spell(MetadataReader reader, EntityHandle handle) => handle.Kind switch
    {
        HandleKind.TypeDefinition => GetTypeFromDefinition(reader, (TypeDefinitionHandle)handle, 0),
        HandleKind.TypeReference => GetTypeFromReference(reader, (TypeReferenceHandle)handle, 0),
        HandleKind.TypeSpecification => GetTypeFromSpecification(reader, null, (TypeSpecificationHandle)handle, 0),
        _ => new TypeText($"?{handle.Kind}"),
    };

    public string SpellMethod(MethodSignature<TypeText> signature) =>
        $"{(signature.Header.IsInstance ? "instance" : "static")} {signature.ReturnType}"
        + $" <{signature.GenericParameterCount}>({string.Join(", ", signature.ParameterTypes)})";

    public string SpellField(TypeText type) => $"field {type}";

    public TypeText GetTypeFromDefinition(MetadataReader reader, TypeDefinitionHandle handle, byte rawTypeKind)
    {
        var type = reader.GetTypeDefinition(handle);
        var name = reader.GetString(type.Name);
        var outer = type.GetDeclaringType();
        return Named(rawTypeKind, outer.IsNil
            ? $"[{reader.GetString(reader.GetAssemblyDefinition().Name)}]{reader.GetString(type.Namespace)}.{name}"
            : $"{GetTypeFromDefinition(reader, outer, 0).Definition}/{name}");
    }

    public TypeText GetTypeFromReference(MetadataReader reader, TypeReferenceHandle handle, byte rawTypeKind)
    {
        var type = reader.GetTypeReference(handle);
        var name = reader.GetString(type.Name);
        return Named(rawTypeKind, type.ResolutionScope.Kind switch
        {
            HandleKind.AssemblyReference =>
                $"[{reader.GetString(reader.GetAssemblyReference((AssemblyReferenceHandle)type.ResolutionScope).Name)}]"
                + $"{reader.GetString(type.Namespace)}.{name}",
            HandleKind.TypeReference =>
                $"{GetTypeFromReference(reader, (TypeReferenceHandle)type.ResolutionScope, 0).Definition}/{name}",
            _ => $"[?]{reader.GetString(type.Namespace)}.{name}",
        });
    }

    public TypeText GetTypeFromSpecification(
        MetadataReader reader, object? genericContext, TypeSpecificationHandle handle, byte rawTypeKind) =>
        reader.GetTypeSpecification(handle).DecodeSignature(this, genericContext);

    public TypeText GetGenericInstantiation(TypeText genericType, ImmutableArray<TypeText> typeArguments) =>
        new($"{genericType}<{string.Join(", ", typeArguments)}>")
        {
            Definition = genericType.Definition,
            Arguments = [.. typeArguments.Select(argument => argument.Text)],
        };

    public TypeText GetGenericTypeParameter(object? genericContext, int index) => new($"!{index}");

    public TypeText GetGenericMethodParameter(object? genericContext, int index) => new($"!!{index}");

    public TypeText GetArrayType(TypeText elementType, ArrayShape shape) => new($"{elementType}[{new string(',', shape.Rank - 1)}]");

    public TypeText GetSZArrayType(TypeText elementType) => new($"{elementType}[]");

    public TypeText GetByReferenceType(TypeText elementType) => new($"{elementType}&");

    public TypeText GetPointerType(TypeText elementType) => new($"{elementType}*");

    public TypeText GetPinnedType(TypeText elementType) => elementType;

    public TypeText GetPrimitiveType(PrimitiveTypeCode typeCode) => new(typeCode.ToString());

    public TypeText GetFunctionPointerType(MethodSignature<TypeText> signature) => new($"method {SpellMethod(signature)}");

    public TypeText GetModifiedType(TypeText modifier, TypeText unmodifiedType, bool isRequired) =>
        new($"{unmodifiedType} {(isRequired ? "modreq" : "modopt")}({modifier.Definition})");

    // Inside a signature, class and struct are told apart: a stand-in that is the other kind does not match.
    private static TypeText Named(byte kind, string name) => kind switch
    {
        ClassKind => new($"class {name}") { Definition = name },
        ValueTypeKind => new($"struct {name}") { Definition = name },
        _ => new(name) { Definition = name },
    };
}
