using System.Reflection;

namespace Exchange.GrpcTests.References;

/// <summary>One method or field as metadata states it.</summary>
/// <param name="Name">The name; .ctor for a constructor.</param>
/// <param name="Signature">Everything a reference must match: kind, static or not, generic arity, parameters, return type.</param>
internal sealed record MemberShape(string Name, string Signature)
{
    public MethodAttributes Access { get; init; } = MethodAttributes.Public;

    public bool IsVirtual { get; init; }

    public bool IsAbstract { get; init; }

    public bool IsFinal { get; init; }

    /// <summary>Whether an override takes the place of a base method (false: it starts a new one).</summary>
    public bool ReusesSlot { get; init; }

    /// <summary>The constraints on the generic parameters of the method; an override must have the same.</summary>
    public string Constraints { get; init; } = "";

    public bool IsVisibleTo(bool derivedClass) => Access is MethodAttributes.Public
        || (derivedClass && Access is MethodAttributes.Family or MethodAttributes.FamORAssem);
}
