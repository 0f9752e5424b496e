namespace Exchange.GrpcTests.References;

/// <summary>The types that two assemblies offer in the place of the official ones, by name.</summary>
internal sealed class StandIns
{
    private readonly Dictionary<string, TypeShape> _types;

    private StandIns(Dictionary<string, TypeShape> types) => _types = types;

    public static StandIns Of(params IEnumerable<AssemblyShape> assemblies) =>
        new(assemblies.SelectMany(assembly => assembly.Types).ToDictionary());

    /// <summary>Whether a type is one that the stand-ins must offer.</summary>
    public static bool Owe(string type) =>
        type.StartsWith("[Grpc.Core.Api]", StringComparison.Ordinal) || type.StartsWith("[Grpc.Net.Common]", StringComparison.Ordinal);

    public TypeShape? Find(string type) => _types.GetValueOrDefault(type);

    /// <summary>The type and those that it derives from, as far as they are stand-ins, with the generic arguments filled in.</summary>
    public IEnumerable<TypeShape> SelfAndBases(TypeText? type)
    {
        while (type?.Definition is { } name && Find(name) is { } shape)
        {
            var use = type;
            yield return shape with
            {
                Members = [.. shape.Members.Select(member => member with { Signature = use.FillIn(member.Signature) })],
            };
            type = shape.Base;
        }
    }

    /// <summary>The member that a reference means, in the type itself or in one that it derives from.</summary>
    public MemberShape? Find(string type, MemberShape reference)
    {
        var places = SelfAndBases(new TypeText(type) { Definition = type }).Take(reference.Name is ".ctor" ? 1 : int.MaxValue);
        return places.SelectMany(place => place.Members)
            .FirstOrDefault(member => member.Name == reference.Name && member.Signature == reference.Signature);
    }

    /// <summary>The same with one type changed, or left out: for seeing that a check notices.</summary>
    public StandIns With(string type, Func<TypeShape, TypeShape?> change)
    {
        var types = new Dictionary<string, TypeShape>(_types);
        if (change(types[type]) is { } changed)
            types[type] = changed;
        else
            types.Remove(type);
        return new StandIns(types);
    }

    /// <summary>The same with one member changed, or left out.</summary>
    public StandIns With(string type, string member, Func<MemberShape, MemberShape?> change) => With(type, shape => shape with
    {
        Members = [.. shape.Members.Select(each => each.Name == member ? change(each) : each).OfType<MemberShape>()],
    });
}
