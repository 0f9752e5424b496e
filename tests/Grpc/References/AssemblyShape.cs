using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace Exchange.GrpcTests.References;

/// <summary>An assembly read from its file: its own types, and what it refers to in other assemblies.</summary>
internal sealed class AssemblyShape
{
    private readonly TypeSpeller _speller = new();

    private AssemblyShape(MetadataReader reader)
    {
        Identity = reader.GetAssemblyDefinition().GetAssemblyName();
        References = [.. reader.AssemblyReferences.Select(handle => reader.GetAssemblyReference(handle).GetAssemblyName())];
        Types = reader.TypeDefinitions.Select(handle => ReadType(reader, handle)).ToDictionary(type => type.Name);
        ReferredTypes = [.. reader.TypeReferences.Select(handle => _speller.Spell(reader, handle).Definition!)];
        ReferredMembers = [.. ReadReferredMembers(reader)];
    }

    public AssemblyName Identity { get; }

    public IReadOnlyList<AssemblyName> References { get; }

    public IReadOnlyDictionary<string, TypeShape> Types { get; }

    public IReadOnlyList<string> ReferredTypes { get; }

    public IReadOnlyList<(string Type, MemberShape Member)> ReferredMembers { get; }

    public static AssemblyShape Read(string path)
    {
        using var file = new PEReader(File.OpenRead(path));
        return new AssemblyShape(file.GetMetadataReader());
    }

    private IEnumerable<(string Type, MemberShape Member)> ReadReferredMembers(MetadataReader reader)
    {
        foreach (var member in reader.MemberReferences.Select(reader.GetMemberReference))
        {
            // A member of an array or of this module itself is nobody else's.
            if (member.Parent.Kind is HandleKind.TypeReference or HandleKind.TypeSpecification
                && _speller.Spell(reader, member.Parent).Definition is { } type)
                yield return (type, new MemberShape(reader.GetString(member.Name), SpellReference(member)));
        }
    }

    private string SpellReference(MemberReference member) => member.GetKind() is MemberReferenceKind.Method
        ? _speller.SpellMethod(member.DecodeMethodSignature(_speller, null))
        : _speller.SpellField(member.DecodeFieldSignature(_speller, null));

    private TypeShape ReadType(MetadataReader reader, TypeDefinitionHandle handle)
    {
        var type = reader.GetTypeDefinition(handle);
        return new TypeShape(_speller.Spell(reader, handle).Definition!)
        {
            IsPublic = IsPublic(reader, type),
            IsProtected = (type.Attributes & TypeAttributes.VisibilityMask)
                is TypeAttributes.NestedFamily or TypeAttributes.NestedFamORAssem,
            IsInterface = type.Attributes.HasFlag(TypeAttributes.Interface),
            IsSealed = type.Attributes.HasFlag(TypeAttributes.Sealed),
            IsAbstract = type.Attributes.HasFlag(TypeAttributes.Abstract),
            Base = type.BaseType.IsNil ? null : _speller.Spell(reader, type.BaseType),
            Interfaces = [.. type.GetInterfaceImplementations()
                .Select(implementation => _speller.Spell(reader, reader.GetInterfaceImplementation(implementation).Interface))],
            Members =
            [
                .. type.GetMethods().Select(method => ReadMethod(reader, method)),
                .. type.GetFields().Select(field => ReadField(reader, field)),
            ],
            ExplicitlyImplements = ReadExplicit(reader, type),
        };
    }

    private MemberShape ReadMethod(MetadataReader reader, MethodDefinitionHandle handle)
    {
        var method = reader.GetMethodDefinition(handle);
        return new MemberShape(reader.GetString(method.Name), _speller.SpellMethod(method.DecodeSignature(_speller, null)))
        {
            Access = method.Attributes & MethodAttributes.MemberAccessMask,
            IsVirtual = method.Attributes.HasFlag(MethodAttributes.Virtual),
            IsAbstract = method.Attributes.HasFlag(MethodAttributes.Abstract),
            IsFinal = method.Attributes.HasFlag(MethodAttributes.Final),
            ReusesSlot = method.Attributes.HasFlag(MethodAttributes.Virtual) && !method.Attributes.HasFlag(MethodAttributes.NewSlot),
            Constraints = string.Join(", ", method.GetGenericParameters().Select(parameter => SpellConstraints(reader, parameter))),
        };
    }

    private MemberShape ReadField(MetadataReader reader, FieldDefinitionHandle handle)
    {
        var field = reader.GetFieldDefinition(handle);
        return new MemberShape(reader.GetString(field.Name), _speller.SpellField(field.DecodeSignature(_speller, null)))
        {
            // The access bits of fields and methods are the same.
            Access = (MethodAttributes)(field.Attributes & FieldAttributes.FieldAccessMask),
        };
    }

    private string SpellConstraints(MetadataReader reader, GenericParameterHandle handle)
    {
        var parameter = reader.GetGenericParameter(handle);
        var types = parameter.GetConstraints()
            .Select(constraint => _speller.Spell(reader, reader.GetGenericParameterConstraint(constraint).Type));
        return $"{parameter.Attributes & GenericParameterAttributes.SpecialConstraintMask} {string.Join(" & ", types)}";
    }

    private HashSet<string> ReadExplicit(MetadataReader reader, TypeDefinition type)
    {
        var found = new HashSet<string>();
        foreach (var implementation in type.GetMethodImplementations().Select(reader.GetMethodImplementation))
        {
            if (implementation.MethodDeclaration.Kind is not HandleKind.MemberReference)
                continue;
            var declared = reader.GetMemberReference((MemberReferenceHandle)implementation.MethodDeclaration);
            var contract = _speller.Spell(reader, declared.Parent).Definition;
            found.Add($"{contract}::{reader.GetString(declared.Name)} {SpellReference(declared)}");
        }

        return found;
    }

    private static bool IsPublic(MetadataReader reader, TypeDefinition type) =>
        (type.Attributes & TypeAttributes.VisibilityMask) switch
        {
            TypeAttributes.Public => true,
            TypeAttributes.NestedPublic => IsPublic(reader, reader.GetTypeDefinition(type.GetDeclaringType())),
            _ => false,
        };
}
