using Impasto.Bench.Compare;

// dotnet run -c Release --project bench/compare -- pictures|speed --before PROGRAM --after PROGRAM
//     [--only NAME] [--cache DIR] [--pictures DIR] [--runs FILE] [--turns 9] [--output FILE]
try
{
    string command = args.FirstOrDefault() ?? "";
    if (command is not ("pictures" or "speed"))
        throw new ArgumentException("Expected pictures or speed, then --before PROGRAM --after PROGRAM.");
    CompareOptions options = CompareOptions.Parse(args[1..]);
    var materials = new Materials(options.Pictures, options.Cache);
    using var output = new Report(options.Output);
    if (command == "pictures")
        return new PictureComparison(options, materials).Run(output) == 0 ? 0 : 1;
    new SpeedComparison(options, materials).Run(output);
    return 0;
}
catch (ArgumentException wrong)
{
    Console.Error.WriteLine(wrong.Message);
    return 2;
}
