%% Messages between Erlang processes, to compare with MessagingBench: erlc messaging.erl, then
%% erl +S 1:1 -noshell -s messaging main. Prints nanoseconds for each message, the best of nine runs.
-module(messaging).
-export([main/0]).

-define(MESSAGES, 1000000).
-define(RING, 1000).
-define(SENDERS, 100).

main() ->
    io:format("{:ping-pong ~.1f, :ring ~.1f, :crowd ~.1f}~n",
              [best(2, 1), best(?RING, 1), best(?RING, ?SENDERS)]),
    halt().

best(Size, Senders) ->
    lists:min([run(Size, Senders) || _ <- lists:seq(1, 9)]).

run(Size, Senders) ->
    Self = self(),
    Pids = [spawn(fun() -> wait(Self) end) || _ <- lists:seq(1, Size)],
    lists:foreach(fun({Pid, Next}) -> Pid ! {next, Next} end,
                  lists:zip(Pids, tl(Pids) ++ [hd(Pids)])),
    {Us, ok} = timer:tc(fun() ->
        [lists:nth(I, Pids) ! {Self, #{count => ?MESSAGES div Senders}}
         || I <- lists:seq(1, Senders)],
        [receive done -> ok end || _ <- lists:seq(1, Senders)],
        ok
    end),
    [exit(Pid, kill) || Pid <- Pids],
    Us * 1000 / ?MESSAGES.

wait(Owner) ->
    receive {next, Next} -> pass(Owner, Next) end.

pass(Owner, Next) ->
    receive
        {_From, #{count := 0}} -> Owner ! done, pass(Owner, Next);
        {_From, #{count := N}} -> Next ! {self(), #{count => N - 1}}, pass(Owner, Next)
    end.
