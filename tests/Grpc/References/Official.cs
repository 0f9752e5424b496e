namespace Exchange.GrpcTests.References;

/// <summary>The assemblies as they lie next to the tests, which is how they run.</summary>
internal static class Official
{
    public static AssemblyShape Server { get; } = Read("Grpc.AspNetCore.Server");

    public static AssemblyShape Client { get; } = Read("Grpc.Net.Client");

    public static AssemblyShape CoreApi { get; } = Read("Grpc.Core.Api");

    public static AssemblyShape NetCommon { get; } = Read("Grpc.Net.Common");

    public static StandIns StandIns { get; } = StandIns.Of(CoreApi, NetCommon);

    public static string PathOf(string assembly) => Path.Combine(AppContext.BaseDirectory, assembly + ".dll");

    private static AssemblyShape Read(string assembly) => AssemblyShape.Read(PathOf(assembly));
}
