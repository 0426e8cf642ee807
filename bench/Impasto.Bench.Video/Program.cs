using Impasto.Bench.Video;

switch (args.FirstOrDefault())
{
    case "flow":
        FlowBenchmark.Run(args[1..]);
        break;
    default:
        Console.Error.WriteLine("Expected: flow, then threads (default: all processors) and a folder for pictures.");
        return 2;
}

return 0;
