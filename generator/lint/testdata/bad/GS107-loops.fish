#!/usr/bin/env fish
begin
for a in 1 2
    for b in 1 2
        for c in 1 2
            for d in 1 2
                for e in 1 2
                    for f in 1 2
                        for g in 1 2
                            for h in 1 2
                                for i in 1 2
                                    for j in 1 2
                                        for k in 1 2
                                            curl --fail --proto =https --proto-redir =https --tlsv1.2 --connect-timeout 15 --max-time 600 -o notes.txt https://go.dev/VERSION; or exit 1
                                        end
                                    end
                                end
                            end
                        end
                    end
                end
            end
        end
    end
end
exit
end
