namespace Exchange.GrpcTests.References;

/// <summary>One type as metadata states it.</summary>
/// <param name="Name">[assembly]namespace.name, with /name for nested types.</param>
internal sealed record TypeShape(string Name)
{
    /// <summary>Whether other assemblies see it, with the types around it.</summary>
    public bool IsPublic { get; init; } = true;

    /// <summary>Whether at least derived classes in other assemblies see it.</summary>
    public bool IsProtected { get; init; }

    public bool IsInterface { get; init; }

    public bool IsSealed { get; init; }

    public bool IsAbstract { get; init; }

    /// <summary>The base type, without its generic arguments.</summary>
    public TypeText? Base { get; init; }

    public IReadOnlyList<TypeText> Interfaces { get; init; } = [];

    public IReadOnlyList<MemberShape> Members { get; init; } = [];

    /// <summary>The interface members that it implements under another name, spelled [assembly]type::name signature.</summary>
    public IReadOnlySet<string> ExplicitlyImplements { get; init; } = new HashSet<string>();
}
