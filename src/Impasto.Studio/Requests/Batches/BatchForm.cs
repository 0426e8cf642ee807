using Impasto.Studio.Answers;
using Impasto.Studio.Batches;
using Impasto.Studio.Runs;
using Microsoft.AspNetCore.Http;

namespace Impasto.Studio.Requests.Batches;

/// <summary>
/// Reads the form that creates a batch: that of a run, with several photographs, paintings or values.
/// </summary>
/// <param name="form">Reads what it has in common with the form of a run.</param>
internal sealed class BatchForm(RunForm form)
{
    /// <summary>Most runs of a batch.</summary>
    public const int MostRuns = 400;

    private const string TitleField = "title", PaintingsField = "paintings";
    private const string SweepField = "sweep", VariationsField = "variations";
    private const int LongestTitle = 100;

    /// <summary>What becomes of several paintings: all in one picture, or a picture of each.</summary>
    public const string Together = "together", Each = "each";

    private static readonly string[] Known =
    [
        .. RunForm.Known.Where(field => field != RunForm.VariationField),
        TitleField, PaintingsField, SweepField, VariationsField,
    ];

    /// <summary>Reads a request.</summary>
    /// <returns>The runs in the order of their creation, at least one, all of the same new batch.</returns>
    /// <exception cref="StudioProblem">A field is missing, unknown or invalid.</exception>
    /// <exception cref="ImpastoException">An option is invalid.</exception>
    public async Task<IReadOnlyList<NewRun>> ReadAsync(HttpRequest request)
    {
        RunFields fields = await form.FieldsAsync(request, Known);
        if (fields.Contents.Count == 0 || fields.Styles.Count == 0)
        {
            throw StudioProblem.Wrong(
                "Expected at least one content and one style, "
                + $"got {fields.Contents.Count} and {fields.Styles.Count}.");
        }

        string sweep = RunFields.Text(fields.Form, SweepField);
        string variations = RunFields.Text(fields.Form, VariationsField);
        if (sweep.Length > 0 && variations.Length > 0)
            throw StudioProblem.Wrong($"Expected {SweepField} or {VariationsField}, got both.");
        List<NewRun> runs = Pairs(fields);
        string name = RunFields.Text(fields.Form, TitleField);
        var batch = new RunBatch(Guid.NewGuid(), name.Length > 0 ? Shown(name) : Title(fields));
        if (sweep.Length > 0)
        {
            (StylizeOption option, IReadOnlyList<string> values) =
                StylizeOptionCatalog.ReadSeveral(sweep, SweepField);
            RequireCount(runs.Count * values.Count);
            runs = [.. runs.SelectMany(run => values.Select(value => With(run, option, value)))];
            batch = batch with { Sweep = option.Name };
        }

        if (variations.Length > 0)
        {
            int count = RunFields.Whole(VariationsField, variations, 1, MostRuns);
            RequireCount(runs.Count * count);
            runs = [.. runs.SelectMany(run => Enumerable.Range(1, count).Select(i => RunForm.Varied(run, i)))];
        }

        return [.. runs.Select(run => run with { Batch = batch })];
    }

    private static bool IsEach(IFormCollection form)
    {
        string paintings = RunFields.Text(form, PaintingsField);
        return paintings is "" or Together or Each
            ? paintings == Each
            : throw StudioProblem.Wrong($"{PaintingsField}: expected {Together} or {Each}, got '{paintings}'.");
    }

    private List<NewRun> Pairs(RunFields fields)
    {
        bool isEach = IsEach(fields.Form);
        RequireCount(fields.Contents.Count * (isEach ? fields.Styles.Count : 1));
        // A mask fits one photograph, and its number one list of paintings.
        if (fields.Regions.Count > 0 && (isEach || fields.Contents.Count > 1))
        {
            throw StudioProblem.Wrong(
                $"{RunForm.RegionField}: expected none for several photographs or with {PaintingsField} {Each}.");
        }

        if (isEach && fields.Form.ContainsKey(RunForm.WeightField))
            throw StudioProblem.Wrong($"{RunForm.WeightField}: expected none with {PaintingsField} {Each}.");
        return
        [
            .. from content in fields.Contents
               from styles in isEach ? fields.Styles.Select(style => (NamedBytes[])[style]) : [[.. fields.Styles]]
               select form.Run(fields, content, styles),
        ];
    }

    private static void RequireCount(int runs)
    {
        if (runs > MostRuns)
            throw StudioProblem.Wrong($"Expected a batch of at most {MostRuns} runs, got {runs}.");
    }

    private static NewRun With(NewRun run, StylizeOption option, string value)
    {
        RunRecipe recipe = run.Recipe with
        {
            Options = new Dictionary<string, string>(run.Recipe.Options, StringComparer.Ordinal)
            {
                [option.Name] = value,
            },
        };
        string? why = option.NeedsRegions && run.Regions.Count == 0
            ? "has no effect without a region"
            : option.WithoutEffect(recipe.ToOptions());
        return why is null
            ? run with { Recipe = recipe }
            : throw StudioProblem.Wrong($"{SweepField}: {option.Name} {why}.");
    }

    // Two photographs as waves; cat as 3 paintings.
    private static string Title(RunFields fields) =>
        $"{Title(fields.Contents, "photographs")} as {Title(fields.Styles, "paintings")}";

    private static string Title(IReadOnlyList<NamedBytes> pictures, string several) => pictures.Count == 1
        ? Path.GetFileNameWithoutExtension(pictures[0].Name)
        : $"{pictures.Count} {several}";

    private static string Shown(string title)
    {
        string plain = string.Concat(title.Where(letter => !char.IsControl(letter))).Trim();
        return plain.Length is > 0 and <= LongestTitle
            ? plain
            : throw StudioProblem.Wrong($"{TitleField}: expected 1 to {LongestTitle} characters, got {plain.Length}.");
    }
}
