using System.Reflection;
using PublicApiGenerator;

namespace Impasto.Tests;

/// <summary>Compares an assembly's public members with those in the PublicApi.txt of its test project.</summary>
internal static class AgreedApi
{
    private static readonly ApiGeneratorOptions Plain = new() { IncludeAssemblyAttributes = false };

    /// <summary>Fails with the commands that show the difference and accept it.</summary>
    /// <param name="assembly">The library.</param>
    /// <param name="project">The test project's folder in tests.</param>
    public static void Require(Assembly assembly, string project)
    {
        string agreedFile = Path.Combine(Repository.Root, "tests", project, "PublicApi.txt");
        string agreed = File.Exists(agreedFile) ? File.ReadAllText(agreedFile).ReplaceLineEndings("\n").TrimEnd() : "";
        string found = assembly.GeneratePublicApi(Plain).ReplaceLineEndings("\n").TrimEnd();
        string received = Path.Combine(AppContext.BaseDirectory, "PublicApi.received.txt");
        File.WriteAllText(received, found + "\n");

        Assert.True(agreed == found, $"""
            The public members of {assembly.GetName().Name} changed. Look at the differences:
                diff {agreedFile} {received}
            If they are meant, accept them:
                cp {received} {agreedFile}
            """);
    }
}
