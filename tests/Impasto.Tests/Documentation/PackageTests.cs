using System.Reflection;
using System.Xml.Linq;

namespace Impasto.Tests.Documentation;

/// <summary>What the packages promise to programs that use them.</summary>
public sealed class PackageTests
{
    [Fact]
    public void Library_says_that_it_can_be_trimmed_and_compiled_by_Native_AOT()
    {
        Dictionary<string, string?> said = typeof(Stylizer).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
            .ToDictionary(attribute => attribute.Key, attribute => attribute.Value, StringComparer.Ordinal);

        Assert.Equal("True", said.GetValueOrDefault("IsTrimmable"));
        Assert.Equal("True", said.GetValueOrDefault("IsAotCompatible"));
    }

    // The analyzers for trimming and Native AOT come with IsAotCompatible, and every warning stops the build.
    [Theory]
    [InlineData("Impasto")]
    [InlineData("Impasto.Video")]
    [InlineData("Impasto.Tool")]
    public void Project_has_the_analyzers_of_Native_AOT_and_suppresses_none(string project)
    {
        string folder = Path.Combine(Repository.Root, "src", project);
        XDocument file = XDocument.Load(Path.Combine(folder, $"{project}.csproj"));

        Assert.Equal("true", file.Descendants("IsAotCompatible").Single().Value);
        Assert.Empty(file.Descendants("NoWarn"));
        string[] words = ["UnconditionalSuppressMessage", "pragma warning disable IL", "RequiresUnreferencedCode"];
        Assert.DoesNotContain(
            Directory.EnumerateFiles(folder, "*.cs", SearchOption.AllDirectories).Select(File.ReadAllText),
            text => words.Any(word => text.Contains(word, StringComparison.Ordinal)));
    }

    [Fact]
    public void Build_has_libvips_for_one_platform()
    {
        string[] found = Directory.GetFiles(AppContext.BaseDirectory, "libvips*", SearchOption.AllDirectories);

        Assert.Single(found);
    }
}
