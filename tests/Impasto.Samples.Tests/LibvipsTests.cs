using System.Diagnostics;
using System.Text.Json;
using Impasto.Tests;

namespace Impasto.Samples.Tests;

/// <summary>eng/Libvips.targets: the platforms whose libvips a program that uses the library gets.</summary>
public sealed class LibvipsTests
{
    private const int Platforms = 10;

    [Theory]
    [InlineData("", 1)]
    [InlineData("-p:ImpastoLibvips=all", Platforms)]
    [InlineData("-p:ImpastoLibvips=linux-x64%3Bwin-x64", 2)]
    // A program for every platform.
    [InlineData("-p:_IsPublishing=true", Platforms)]
    public async Task Build_takes_the_platforms_that_are_wanted(string option, int expected)
    {
        (string output, string[] platforms) = await PlatformsAsync(option);

        Assert.True(platforms.Length == expected, $"{string.Join(", ", platforms)}\n{output}");
        if (option.Length == 0)
            Assert.StartsWith(Os(), platforms[0], StringComparison.Ordinal);
        Assert.DoesNotContain("warning", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Build_with_a_platform_that_there_is_not_says_so_and_leaves_nothing_out()
    {
        (string output, string[] platforms) = await PlatformsAsync("-p:ImpastoLibvips=plan9-x64");

        Assert.Equal(Platforms, platforms.Length);
        Assert.Contains("ImpastoLibvips is 'plan9-x64': expected all, or", output, StringComparison.Ordinal);
    }

    private static string Os() =>
        OperatingSystem.IsWindows() ? "win-" : OperatingSystem.IsMacOS() ? "osx-" : "linux-";

    private static async Task<(string Output, string[] Platforms)> PlatformsAsync(string option)
    {
        CancellationToken cancellation = TestContext.Current.CancellationToken;
        using var folder = new ScratchFolder();
        string items = folder.File("items.json");
        var start = new ProcessStartInfo("dotnet")
        {
            WorkingDirectory = Path.Combine(Repository.Root, "samples", "Endpoint"),
            UseShellExecute = false,
            RedirectStandardOutput = true,
        };
        string[] words =
        [
            "msbuild", "-nologo", "-nodeReuse:false", "-t:ResolvePackageAssets", $"-getResultOutputFile:{items}",
            "-getItem:RuntimeTargetsCopyLocalItems",
        ];
        foreach (string word in words.Append(option).Where(word => word.Length > 0))
            start.ArgumentList.Add(word);
        using Process process = Process.Start(start)!;
        string output = await process.StandardOutput.ReadToEndAsync(cancellation);
        await process.WaitForExitAsync(cancellation);
        Assert.True(process.ExitCode == 0, output);
        using JsonDocument found = JsonDocument.Parse(await File.ReadAllTextAsync(items, cancellation));
        return (output, [.. found.RootElement.GetProperty("Items").GetProperty("RuntimeTargetsCopyLocalItems")
            .EnumerateArray()
            .Select(item => item.GetProperty("NuGetPackageId").GetString()!)
            .Where(package => package.StartsWith("NetVips.Native.", StringComparison.Ordinal))
            .Select(package => package["NetVips.Native.".Length..])]);
    }
}
