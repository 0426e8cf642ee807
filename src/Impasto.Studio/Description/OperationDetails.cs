using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Impasto.Studio.Description;

/// <summary>Completes operations: parameters, bodies, and every answer that can come.</summary>
internal static class OperationDetails
{
    private const string Json = "application/json", Form = "multipart/form-data";
    private const int FirstFailure = 400;

    private static readonly Dictionary<string, (string Description, OpenApiSchema? Schema)> PathParts =
        new(StringComparer.Ordinal)
        {
            ["id"] = ("The run.", null),
            ["batch"] = ("The batch.", null),
            ["place"] = ("Its new place in the queue, from 1.", Schemas.Whole(1, int.MaxValue)),
            ["index"] = ("The place in the run's list, from 0.", Schemas.Whole(0, 99)),
            ["name"] = ("The sample's name, such as cat.jpg.", Schemas.Words(Answers.Samples.Names)),
        };

    /// <summary>Completes an operation.</summary>
    public static Task AddAsync(
        OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellation)
    {
        IList<object> metadata = context.Description.ActionDescriptor.EndpointMetadata;
        DescribePath(operation);
        foreach (ApiParameter parameter in metadata.OfType<ApiParameter>())
            Add(operation, parameter);
        if (metadata.OfType<RequestBody>().FirstOrDefault() is { } body)
            operation.RequestBody = body.Describe(context.Document);
        else
            DescribeBody(operation, context.Document);
        foreach (AnswerBody answer in metadata.OfType<AnswerBody>())
            answer.AddTo(operation);
        AddProblems(operation, context);
        foreach (AnswerHeader header in metadata.OfType<AnswerHeader>())
            header.AddTo(operation);
        return Task.CompletedTask;
    }

    private static void DescribePath(OpenApiOperation operation)
    {
        foreach (OpenApiParameter part in (operation.Parameters ?? []).OfType<OpenApiParameter>()
            .Where(parameter => parameter.In == ParameterLocation.Path))
        {
            (part.Description, OpenApiSchema? schema) = PathParts[part.Name!];
            part.Schema = schema ?? part.Schema;
        }
    }

    private static void Add(OpenApiOperation operation, ApiParameter parameter)
    {
        operation.Parameters ??= [];
        IOpenApiParameter? known = operation.Parameters.FirstOrDefault(one => one.Name == parameter.Name);
        if (known is not null)
            operation.Parameters.Remove(known);
        operation.Parameters.Add(new OpenApiParameter
        {
            Name = parameter.Name,
            In = parameter.In,
            Description = parameter.Description,
            Schema = parameter.Schema,
        });
    }

    // Every route with a body takes one of three: what a run needs, what a batch needs, or changes of a run.
    private static void DescribeBody(OpenApiOperation operation, OpenApiDocument? document)
    {
        if (operation.RequestBody?.Content is not { } content)
            return;
        bool isNew = content.ContainsKey(Form), isBatch = operation.OperationId == "createBatch";
        // Generators that know one body take the first.
        content.Clear();
        content[Json] = new OpenApiMediaType
        {
            Schema = new OpenApiSchemaReference(
                isBatch ? RunSchemas.NewBatch : isNew ? RunSchemas.NewRun : RunSchemas.Changes, document),
            Example = isBatch ? RunSchemas.BatchExample()
                : isNew ? RunSchemas.Example() : RunSchemas.ChangesExample(),
        };
        if (isNew)
        {
            content[Form] = new OpenApiMediaType
            {
                Schema = new OpenApiSchemaReference(
                    isBatch ? RunSchemas.NewBatchForm : RunSchemas.NewRunForm, document),
            };
        }

        if (operation.OperationId == "createRun")
            WebhookCallback.AddTo(operation, document);
        ((OpenApiRequestBody)operation.RequestBody).Required = isNew;
    }

    private static void AddProblems(OpenApiOperation operation, OpenApiOperationTransformerContext context)
    {
        string path = context.Description.RelativePath ?? "";
        bool hasBody = operation.RequestBody is not null;
        bool changes = !HttpMethods.IsGet(context.Description.HttpMethod ?? "");
        bool isHealth = path.StartsWith("health", StringComparison.Ordinal);
        bool hasId = path.Contains("{id", StringComparison.Ordinal);
        SortedSet<int> statuses = [403, 500];
        statuses.UnionWith((operation.Responses ?? new OpenApiResponses()).Keys
            .Select(key => int.Parse(key, CultureInfo.InvariantCulture))
            .Where(status => status >= FirstFailure));
        statuses.UnionWith(isHealth ? [] : [401, 429]);
        statuses.UnionWith(hasId ? [404] : []);
        statuses.UnionWith(hasBody ? [400, 408, 413, 415, 422] : []);
        statuses.UnionWith(changes ? [507] : []);
        statuses.UnionWith(hasId || changes ? [503] : []);
        foreach (int status in statuses)
            ProblemResponses.Add(operation, context.Document, status);
        if (isHealth)
            operation.Security = [];
    }
}
