using Impasto.Bench.Video;

switch (args.FirstOrDefault())
{
    case "flow":
        FlowBenchmark.Run(args[1..]);
        break;
    case "steadiness":
        SteadinessBenchmark.Run(args[1..]);
        break;
    case "rest":
        RestBenchmark.Run(args[1..]);
        break;
    default:
        Console.Error.WriteLine("Expected: flow, then threads (default: all processors) and a folder for pictures;");
        Console.Error.WriteLine(
            "or: steadiness WIDTH FRAMES FOLDER VARIANT,... [PAINTING [BACKGROUND FLOWER]], photographs for both;");
        Console.Error.WriteLine("or: rest WIDTH FRAMES PAINTING...");
        return 2;
}

return 0;
