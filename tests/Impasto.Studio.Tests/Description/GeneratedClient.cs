using Impasto.Tests;
using NJsonSchema.CodeGeneration.CSharp;
using NSwag.CodeGeneration.CSharp;

namespace Impasto.Studio.Tests.Description;

/// <summary>
/// Makes the client in Client/StudioApi.g.cs from the description of the service, as any program could.
/// </summary>
internal static class GeneratedClient
{
    public static string File { get; } =
        Path.Combine(Repository.Root, "tests", "Impasto.Studio.Tests", "Client", "StudioApi.g.cs");

    /// <summary>The client's source.</summary>
    /// <param name="description">The description.</param>
    public static async Task<string> GenerateAsync(string description)
    {
        NSwag.OpenApiDocument document = await NSwag.OpenApiDocument.FromJsonAsync(description);
        // One method takes one kind of body: JSON here, and no form.
        foreach (NSwag.OpenApiOperationDescription operation in document.Operations)
            operation.Operation.RequestBody?.Content.Remove("multipart/form-data");
        var settings = new CSharpClientGeneratorSettings
        {
            ClassName = "StudioApi",
            InjectHttpClient = true,
            UseBaseUrl = false,
            GenerateOptionalParameters = true,
        };
        CSharpGeneratorSettings types = settings.CSharpGeneratorSettings;
        types.Namespace = "Impasto.Studio.Tests.Client";
        types.JsonLibrary = CSharpJsonLibrary.SystemTextJson;
        types.GenerateNullableReferenceTypes = true;
        types.GenerateOptionalPropertiesAsNullable = true;
        string code = new CSharpClientGenerator(document, settings).GenerateFile();
        return code.ReplaceLineEndings("\n").TrimEnd() + "\n";
    }
}
