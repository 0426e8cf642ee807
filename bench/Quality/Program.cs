using System.CommandLine;
using Impasto;
using Impasto.Bench.Quality;

var contents = new Option<string>("--contents") { Description = "Folder of photographs.", Required = true };
var styles = new Option<string>("--styles") { Description = "Folder of paintings.", Required = true };
var teachers = new Option<string[]>("--teacher")
{
    Description = "The teacher's weight files.",
    Required = true,
    AllowMultipleArgumentsPerToken = true,
};
var networks = new Option<string[]>("--network")
{
    Description = "NAME=FILE, or teacher, compact, encoder.",
    Required = true,
    AllowMultipleArgumentsPerToken = true,
};
var size = new Option<int>("--size")
{
    Description = "Pixels of the longer side.",
    DefaultValueFactory = _ => 384,
};
var weights = new Option<double[]>("--style-weights")
{
    Description = "Style weights that preset fine is tried with.",
    DefaultValueFactory = _ => [5, 20, 80],
    AllowMultipleArgumentsPerToken = true,
};
var output = new Option<string>("--output", "-o")
{
    Description = "Folder for pictures, measures.csv and table.md.",
    Required = true,
};
var threads = new Option<int>("--threads") { Description = "Threads; 0 takes all processors." };
var presets = new Option<string[]>("--preset")
{
    Description = "fine, at every style weight; others at their own weight.",
    DefaultValueFactory = _ => ["fine"],
    AllowMultipleArgumentsPerToken = true,
};
var only = new Option<string?>("--only") { Description = "Only pairs whose name contains this." };
var root = new RootCommand("Stylises pairs with several networks and measures all results under the teacher.")
{
    contents, styles, teachers, networks, size, weights, output, threads, presets, only,
};
root.SetAction(parsed =>
{
    var study = new Study(new StudyOptions
    {
        Contents = parsed.GetRequiredValue(contents),
        Styles = parsed.GetRequiredValue(styles),
        Teachers = parsed.GetRequiredValue(teachers),
        Size = parsed.GetValue(size),
        StyleWeights = parsed.GetRequiredValue(weights),
        Output = parsed.GetRequiredValue(output),
        Threads = parsed.GetValue(threads),
        Only = parsed.GetValue(only),
    });
    foreach (string preset in parsed.GetRequiredValue(presets))
    {
        foreach (string network in parsed.GetRequiredValue(networks))
            study.Run(network, Presets.Find(preset));
    }

    study.Report();
});

var samples = new Option<string>("--samples")
{
    Description = "Folder of the pictures.",
    DefaultValueFactory = _ => "samples/pictures",
};
var pairs = new Option<string[]>("--pairs")
{
    Description = "CONTENT-STYLE.",
    DefaultValueFactory = _ => ["cat-swirls", "rocket-mosaic", "rocket-waves"],
    AllowMultipleArgumentsPerToken = true,
};
var sizes = new Option<int[]>("--sizes")
{
    Description = "Pixels of the longer side, the size to compare with first.",
    DefaultValueFactory = _ => [256, 512, 1024],
    AllowMultipleArgumentsPerToken = true,
};
var folder = new Option<string>("--output", "-o")
{
    Description = "Folder for pictures and sizes.md.",
    Required = true,
};
var sizeStudy = new Command("sizes", "Makes pairs at several sizes and compares them with the first.")
{
    samples, pairs, sizes, folder, threads,
};
sizeStudy.SetAction(parsed =>
{
    using var study = new SizeStudy(
        parsed.GetRequiredValue(samples),
        parsed.GetRequiredValue(pairs),
        parsed.GetRequiredValue(sizes),
        parsed.GetRequiredValue(folder),
        parsed.GetValue(threads));
    study.Run();
});
root.Subcommands.Add(sizeStudy);
root.Subcommands.Add(JudgeCommand.Create());
root.Subcommands.Add(GlanceStudy.Create());
root.Subcommands.Add(SheetsCommand.Create());
root.Subcommands.Add(VotesCommand.Create());
return root.Parse(args).Invoke();
