using System.Text;
using System.Text.RegularExpressions;
using Exchange.Gateway.Hosting;
using Exchange.Gateway.Identity;
using Exchange.Gateway.Telemetry;
using Microsoft.Extensions.Configuration;
using YamlDotNet.RepresentationModel;

namespace Exchange.Deploy.Tests;

/// <summary>One gateway on embedded storage, as a cluster would be given it.</summary>
public sealed partial class SingleOverlayTests
{
    private static readonly Manifests Rendered = Manifests.Render("single");

    private static YamlMappingNode Workload => Rendered.One("StatefulSet");

    private static YamlNode Pod => Workload.At("spec.template.spec")!;

    private static YamlNode Container => Assert.Single(Pod.List("containers"));

    [Fact]
    public void Everything_LivesInTheOneNamespaceThatEnforcesTheRestrictedProfile()
    {
        var space = Rendered.One("Namespace");
        Assert.Equal("restricted", space.Map("metadata.labels")["pod-security.kubernetes.io/enforce"]);
        Assert.All(Rendered.All.Where(m => m != space), m => Assert.Equal(space.Text("metadata.name"), m.Text("metadata.namespace")));
    }

    [Fact]
    public void Pod_MeetsTheRestrictedProfileAndMore()
    {
        // Kubernetes Pod Security Standards, profile "restricted".
        Assert.Equal("true", Pod.Text("securityContext.runAsNonRoot"));
        Assert.NotEqual("0", Pod.Text("securityContext.runAsUser"));
        Assert.Equal("RuntimeDefault", Pod.Text("securityContext.seccompProfile.type"));
        Assert.Null(Pod.At("hostNetwork"));
        Assert.Null(Pod.At("hostPID"));
        Assert.Null(Pod.At("hostIPC"));
        Assert.Equal("false", Container.Text("securityContext.allowPrivilegeEscalation"));
        Assert.Null(Container.At("securityContext.privileged"));
        Assert.Equal("ALL", Assert.Single(Container.List("securityContext.capabilities.drop")).ToString());
        Assert.Null(Container.At("securityContext.capabilities.add"));
        string[] allowed = ["configMap", "secret", "emptyDir"];
        Assert.All(Pod.List("volumes"), v => Assert.Single(((YamlMappingNode)v).Children.Keys, k => allowed.Contains(k.ToString())));
        Assert.All(Container.List("ports"), p => Assert.Null(p.At("hostPort")));

        // More than it asks.
        Assert.Equal("true", Container.Text("securityContext.readOnlyRootFilesystem"));
        Assert.Equal("false", Pod.Text("automountServiceAccountToken"));
        Assert.Equal("false", Rendered.One("ServiceAccount").Text("automountServiceAccountToken"));
        Assert.NotNull(Container.Text("resources.limits.memory"));
    }

    [Fact]
    public void Image_IsNamedByAVersion()
    {
        var image = Container.Text("image")!;
        Assert.Matches(@":\d+(\.\d+)+$|@sha256:[0-9a-f]{64}$", image);
    }

    [Fact]
    public void Probes_AskThePathsThatTheGatewayAnswers()
    {
        var source = File.ReadAllText(Path.Combine(Manifests.Root, "src", "Gateway", "Hosting", "PlainHealth.cs"));
        var options = Options().Gateway;
        options.Validate(); // health is on loopback
        foreach (var probe in (string[])["startupProbe", "readinessProbe", "livenessProbe"])
        {
            var command = Container.List(probe + ".exec.command").Select(word => word.ToString()).ToList();
            Assert.Equal(["dotnet", "/gateway/Exchange.Gateway.dll", "--probe"], command[..3]);
            var url = new Uri(command[3]);
            Assert.Equal(options.Health, url.Authority);
            Assert.Contains($"\"{url.AbsolutePath}\"", source, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Service_ReachesTheGatewaysMutualTls()
    {
        var service = Rendered.One("Service");
        Assert.Equal(service.Map("spec.selector"), Intersect(service.Map("spec.selector"), Workload.Map("spec.template.metadata.labels")));
        var port = Assert.Single(service.List("spec.ports"));
        Assert.Contains(
            Container.List("ports"), p => p.Text("name") == port.Text("targetPort") && p.Text("containerPort") == Port(Options().Gateway.Listen));
    }

    [Fact]
    public void Network_DeniesEverythingFirst()
    {
        var deny = Assert.Single(Rendered.OfKind("NetworkPolicy"), p => p.At("spec.podSelector") is YamlMappingNode { Children.Count: 0 });
        Assert.Equal(["Ingress", "Egress"], deny.List("spec.policyTypes").Select(t => t.ToString()));
        Assert.Null(deny.At("spec.ingress"));
        Assert.Null(deny.At("spec.egress"));

        // Whatever is let through names from or to whom, and by which port.
        foreach (var rule in Rendered.OfKind("NetworkPolicy").SelectMany(p => p.List("spec.ingress").Concat(p.List("spec.egress"))))
        {
            Assert.NotEmpty(rule.List("from").Concat(rule.List("to")));
            Assert.NotEmpty(rule.List("ports"));
        }

        Assert.All(
            Rendered.OfKind("NetworkPolicy").SelectMany(p => p.List("spec.ingress")).SelectMany(r => r.List("ports")),
            port => Assert.Equal("grpc", port.Text("port")));
    }

    [Fact]
    public void DisruptionBudget_IsAboutTheGateway()
    {
        var budget = Rendered.One("PodDisruptionBudget");
        var selector = budget.Map("spec.selector.matchLabels");
        Assert.Equal(selector, Intersect(selector, Workload.Map("spec.template.metadata.labels")));
        Assert.Equal("1", budget.Text("spec.maxUnavailable"));
    }

    [Fact]
    public void EmbeddedStorage_HasOneOwnerAndKeysOfTheirOwn()
    {
        Assert.Equal("1", Workload.Text("spec.replicas"));
        var claims = Workload.List("spec.volumeClaimTemplates").ToDictionary(c => c.Text("metadata.name")!);
        Assert.Equal(["data", "keys"], claims.Keys.Order(StringComparer.Ordinal));
        Assert.All(claims.Values, c => Assert.Equal("ReadWriteOncePod", Assert.Single(c.List("spec.accessModes")).ToString()));
        var mounts = Container.List("volumeMounts").ToDictionary(m => m.Text("name")!, m => m.Text("mountPath"));
        Assert.Equal(Options().Gateway.Data, mounts["data"]);
        Assert.Equal(Options().Gateway.Keys, mounts["keys"]);
    }

    [Fact]
    public void Certificates_ComeFromCertManager()
    {
        var made = Rendered.OfKind("Certificate").Select(c => c.Text("spec.secretName")).ToHashSet();
        var used = Pod.List("volumes").Select(v => v.Text("secret.secretName")).OfType<string>().ToHashSet();
        Assert.Subset(made!, used!);
        Assert.NotEmpty(used);
        Assert.Empty(Rendered.OfKind("Secret"));
        Assert.All(Rendered.OfKind("Certificate"), c => Assert.Equal("ECDSA", c.Text("spec.privateKey.algorithm")));
    }

    [Fact]
    public void Configuration_IsWhatTheGatewayReads()
    {
        // Strictly: a word that the gateway does not know is a mistake here, not a default there.
        var (gateway, identity) = Options();
        gateway.Validate();
        Assert.NotEmpty(identity.TokenIssuers);
        Assert.NotNull(Section<TelemetryOptions>(TelemetryOptions.Section).Validate());
        Assert.NotEmpty(identity.SigningKeys);

        // Every file is under a folder that the pod mounts.
        var mounts = Container.List("volumeMounts").Select(m => m.Text("mountPath")!).ToList();
        var json = ConfigurationText();
        Assert.All(AbsolutePath().Matches(json).Select(m => m.Groups[1].Value), file =>
            Assert.Contains(mounts, mount => file == mount || file.StartsWith(mount + "/", StringComparison.Ordinal)));
        var argument = Assert.Single(Container.List("args")).ToString();
        Assert.StartsWith(mounts.Single(m => m == "/etc/exchange/configuration") + "/", argument, StringComparison.Ordinal);
        Assert.Contains(Path.GetFileName(argument), Rendered.One("ConfigMap").Map("data").Keys);
    }

    private static string ConfigurationText() => Rendered.One("ConfigMap").Map("data").Values.Single();

    private static (GatewayOptions Gateway, IdentityOptions Identity) Options() =>
        (Section<GatewayOptions>(GatewayOptions.Section), Section<IdentityOptions>(IdentityOptions.Section));

    private static T Section<T>(string name) => new ConfigurationBuilder()
        .AddJsonStream(new MemoryStream(Encoding.UTF8.GetBytes(ConfigurationText())))
        .Build()
        .GetRequiredSection(name)
        .Get<T>(o => o.ErrorOnUnknownConfiguration = true)!;

    private static string Port(string address) => address[(address.LastIndexOf(':') + 1)..];

    private static Dictionary<string, string> Intersect(Dictionary<string, string> wanted, Dictionary<string, string> actual) =>
        wanted.Where(p => actual.GetValueOrDefault(p.Key) == p.Value).ToDictionary();

    [GeneratedRegex("\"(/[^\"]+)\"")]
    private static partial Regex AbsolutePath();
}
