using System.Reflection;
using System.Runtime.Loader;
using Impasto.Tests;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Emit;
using NJsonSchema.CodeGeneration.CSharp;
using NSwag.CodeGeneration.CSharp;

namespace Impasto.Studio.Tests.Description;

/// <summary>
/// The client that NSwag makes from a studio's description, compiled with the program in the folder Client.
/// </summary>
internal sealed class GeneratedClient
{
    private const string Space = "StudioClient";

    private static readonly string Program = Path.Combine(
        Repository.Root, "tests/Impasto.Studio.Tests/Client/PaintingProgram.cs");

    private readonly Type _program;

    private GeneratedClient(Assembly assembly) => _program = assembly.GetType($"{Space}.PaintingProgram", true)!;

    /// <summary>Generates and compiles the client; fails the test with the compiler's errors.</summary>
    /// <param name="description">The description.</param>
    public static async Task<GeneratedClient> CreateAsync(string description)
    {
        string client = await GenerateAsync(description);
        string program = await File.ReadAllTextAsync(Program, Studio.Cancellation);
        var compilation = CSharpCompilation.Create(
            Space,
            [CSharpSyntaxTree.ParseText(client), CSharpSyntaxTree.ParseText(program)],
            ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
                .Select(file => MetadataReference.CreateFromFile(file)),
            new CSharpCompilationOptions(
                OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable));
        using var image = new MemoryStream();
        EmitResult emitted = compilation.Emit(image, cancellationToken: Studio.Cancellation);
        Assert.True(emitted.Success, string.Join('\n', emitted.Diagnostics.Where(
            found => found.Severity == DiagnosticSeverity.Error).Take(20)));
        image.Position = 0;
        return new GeneratedClient(new AssemblyLoadContext(Space, isCollectible: true).LoadFromStream(image));
    }

    /// <summary>Runs a method of the program.</summary>
    public Task<T> RunAsync<T>(string method, HttpClient http) =>
        (Task<T>)_program.GetMethod(method)!.Invoke(null, [http])!;

    private static async Task<string> GenerateAsync(string description)
    {
        NSwag.OpenApiDocument document = await NSwag.OpenApiDocument.FromJsonAsync(description, Studio.Cancellation);
        var settings = new CSharpClientGeneratorSettings
        {
            ClassName = "StudioApi",
            // Addresses are relative to the client's own.
            UseBaseUrl = false,
            GenerateOptionalParameters = true,
            CSharpGeneratorSettings =
            {
                Namespace = Space,
                // With the other one NSwag can't read lists of words.
                JsonLibrary = CSharpJsonLibrary.NewtonsoftJson,
                GenerateNullableReferenceTypes = true,
                // An option that is left out has the preset's value, whatever the usual one is.
                GenerateDefaultValues = false,
                GenerateOptionalPropertiesAsNullable = true,
            },
        };
        return new CSharpClientGenerator(document, settings).GenerateFile();
    }
}
