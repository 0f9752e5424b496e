using System.Reflection;
using System.Runtime.CompilerServices;

namespace Exchange.GrpcTests.References;

/// <summary>The runtime's own word on it: it loads every official class and compiles every method that has no generic parameters.</summary>
public sealed class LoadTests
{
    private const BindingFlags Everything =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static | BindingFlags.Instance | BindingFlags.DeclaredOnly;

    [Theory]
    [InlineData("Grpc.AspNetCore.Server")]
    [InlineData("Grpc.Net.Client")]
    public void EveryClass_LoadsAndCompiles(string assembly)
    {
        var types = Assembly.Load(assembly).GetTypes();
        var methods = types
            .Where(type => !type.ContainsGenericParameters)
            .SelectMany(type => type.GetMethods(Everything).Concat<MethodBase>(type.GetConstructors(Everything)))
            .Where(method => !method.IsAbstract && !method.ContainsGenericParameters)
            .Where(method => !method.Attributes.HasFlag(MethodAttributes.PinvokeImpl)) // Windows only
            .ToList();

        Assert.All(methods, method => RuntimeHelpers.PrepareMethod(method.MethodHandle));
        Assert.InRange(methods.Count, 300, 10_000);
    }
}
